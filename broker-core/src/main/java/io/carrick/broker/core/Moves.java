package io.carrick.broker.core;

import io.carrick.broker.Destination;
import io.carrick.broker.NodeKind;
import io.carrick.broker.record.MessageBody;
import io.carrick.broker.record.MoveRecord;
import io.carrick.broker.record.SettleRecord;
import io.carrick.broker.record.SettledKeys;
import io.carrick.broker.state.Address;
import io.carrick.broker.state.BrokerState;
import io.carrick.broker.state.MessageKey;
import io.carrick.broker.state.Subscription;
import io.carrick.store.queue.QueueEntry;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes messages that expired or cannot be delivered out of their subscription, to the address its settings name: in
 * one record, with where the message came from and why written into its annotations.
 */
final class Moves {
    private static final long BYTES_UNDER_WAY_MAX = 8 << 20;

    private final BrokerState state;
    private final RecordBatch batch;
    private final AddressLifecycle addresses;
    private final MovedMessages contents;
    private final Counters counters;
    private final SpaceGauge space;
    private final Map<Moving, Integer> underWay = new HashMap<>();
    private final ArrayDeque<Runnable> waitingForRoom = new ArrayDeque<>();
    private long bytesUnderWay;

    Moves(
            BrokerState state,
            RecordBatch batch,
            AddressLifecycle addresses,
            MovedMessages contents,
            Counters counters,
            SpaceGauge space) {
        this.state = state;
        this.batch = batch;
        this.addresses = addresses;
        this.contents = contents;
        this.counters = counters;
        this.space = space;
    }

    /**
     * Whether a message of that subscription can be moved when it fails: those in a dead-letter address stay there.
     */
    boolean isDeadLetterAddress(Subscription subscription) {
        String target = subscription.address().settings().deadLetterAddress();
        if (target == null) {
            return false;
        }
        int place = target.indexOf("%s");
        String name = subscription.address().name();
        if (place < 0) {
            return name.equals(target);
        }
        String prefix = target.substring(0, place);
        String suffix = target.substring(place + 2);
        return prefix.isEmpty() && suffix.isEmpty()
                ? subscription.key() == null
                : name.startsWith(prefix) && name.endsWith(suffix);
    }

    /** Whether so much is on its way that no more should be begun. */
    boolean isBusy() {
        return bytesUnderWay >= BYTES_UNDER_WAY_MAX;
    }

    /** Goes on with what has waited for room on the disk. */
    void resume() {
        while (!waitingForRoom.isEmpty() && canCopy()) {
            waitingForRoom.poll().run();
        }
    }

    /**
     * The message expired. Nothing happens if that is known already, or if it would have to be copied and that cannot
     * be now: expired messages are not dispatched and will be looked at again.
     */
    void expire(Subscription subscription, long key) {
        String target = subscription.address().settings().expiryAddress();
        String name = target == null || target.equals(subscription.address().name()) ? null : target;
        if (name == null || canCopy()) {
            move(new Departure(subscription, key, Cause.EXPIRED, "expired", () -> {}), name);
        }
    }

    /**
     * The message cannot be delivered.
     *
     * @param whenGone run when it has left its subscription
     */
    void deadLetter(Subscription subscription, long key, String reason, Runnable whenGone) {
        bury(new Departure(subscription, key, Cause.DEAD, reason, whenGone));
    }

    /**
     * The message cannot be read: a stand-in takes its place at the dead-letter address.
     *
     * @param what which message that is and what is wrong with it
     * @param whenGone run when it has left its subscription
     * @return whether there is such an address; if not, the message stays
     */
    boolean setAside(Subscription subscription, long key, String what, Runnable whenGone) {
        if (deadLetterName(subscription) == null) {
            return false;
        }
        bury(new Departure(subscription, key, Cause.UNREADABLE, what, whenGone));
        return true;
    }

    private void bury(Departure departure) {
        String name = deadLetterName(departure.subscription);
        if (name == null || canCopy()) {
            move(departure, name);
        } else {
            waitingForRoom.add(() -> move(departure, name));
        }
    }

    private boolean canCopy() {
        return space.hasRoom() && !isBusy();
    }

    /** Where dead messages of the subscription go, null for nowhere. */
    private String deadLetterName(Subscription subscription) {
        String target = subscription.address().settings().deadLetterAddress();
        return target == null || isDeadLetterAddress(subscription)
                ? null
                : target.replace("%s", MovedMessages.queueName(subscription));
    }

    private void move(Departure departure, String target) {
        Moving moving = new Moving(departure.subscription.id(), departure.key);
        QueueEntry entry = departure.entry();
        int bytes = entry == null ? 0 : entry.size();
        if (underWay.putIfAbsent(moving, bytes) != null) {
            return;
        }
        bytesUnderWay += bytes;
        (departure.expired() ? counters.expired : counters.deadLettered).increment();
        Runnable gone = () -> {
            underWay.remove(moving);
            bytesUnderWay -= bytes;
            departure.whenGone.run();
        };
        if (target == null) {
            drop(departure, gone);
        } else {
            addresses.create(
                    new Destination(target, NodeKind.QUEUE), true, address -> moveTo(address, departure, gone));
        }
    }

    private void drop(Departure departure, Runnable gone) {
        departure.subscription.left(departure.expired());
        if (departure.isJournaled()) {
            batch.add(new SettleRecord(batch.now(), departure.settled()).whenApplied(gone));
        } else {
            state.settle(departure.subscription, departure.key);
            gone.run();
        }
    }

    private void moveTo(Address target, Departure departure, Runnable gone) {
        Subscription subscription = departure.subscription;
        QueueEntry entry = departure.entry();
        if (entry == null || subscription.isSettled(departure.key)) {
            gone.run();
            return;
        }
        MessageBody body = departure.cause == Cause.UNREADABLE
                ? contents.standIn(subscription, entry, "unreadable", departure.reason)
                : contents.moved(subscription, departure.key, entry, departure.reason);
        boolean journaled = departure.isJournaled();
        List<SettledKeys> settled = journaled ? departure.settled() : List.of();
        batch.add(new MoveRecord(batch.now(), departure.expired(), settled, target.id(), body).whenApplied(() -> {
            if (!journaled) {
                subscription.left(departure.expired());
                state.settle(subscription, departure.key);
            }
            gone.run();
        }));
    }

    /** Why a message leaves. */
    private enum Cause {
        EXPIRED,
        DEAD,
        UNREADABLE
    }

    /** A message that leaves its subscription. */
    private record Departure(Subscription subscription, long key, Cause cause, String reason, Runnable whenGone) {
        QueueEntry entry() {
            return subscription.address().messages().entry(key);
        }

        boolean expired() {
            return cause == Cause.EXPIRED;
        }

        boolean isJournaled() {
            return subscription.durable() && !MessageKey.memoryOnly(MessageKey.lane(key));
        }

        List<SettledKeys> settled() {
            return List.of(new SettledKeys(subscription.id(), new long[] {key}, 1));
        }
    }

    private record Moving(long subscriptionId, long key) {}
}
