package io.carrick.broker.core;

import io.carrick.broker.Destination;
import io.carrick.broker.Message;
import io.carrick.broker.MessageFormat;
import io.carrick.broker.NodeKind;
import io.carrick.broker.record.MessageBody;
import io.carrick.broker.record.MoveRecord;
import io.carrick.broker.record.SettleRecord;
import io.carrick.broker.record.SettledKeys;
import io.carrick.broker.state.Address;
import io.carrick.broker.state.BrokerState;
import io.carrick.broker.state.MessageKey;
import io.carrick.broker.state.MessageReader;
import io.carrick.broker.state.Place;
import io.carrick.broker.state.Subscription;
import io.carrick.broker.state.UnreadableMessageException;
import io.carrick.store.queue.QueueEntry;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes messages that expired or cannot be delivered out of their subscription, to the address its settings name: in
 * one record, with where the message came from and why written into its annotations.
 */
final class Moves {
    private static final Logger LOG = LoggerFactory.getLogger(Moves.class);

    private static final long BYTES_UNDER_WAY_MAX = 8 << 20;

    /** Longest reason in characters that is written into a moved message. */
    private static final int REASON_MAX = 1000;

    private final BrokerState state;
    private final RecordBatch batch;
    private final AddressLifecycle addresses;
    private final MessageReader reader;
    private final MessageFormat format;
    private final Counters counters;
    private final RecordLimit limit;
    private final SpaceGauge space;
    private final Map<Moving, Integer> underWay = new HashMap<>();
    private final ArrayDeque<Runnable> waitingForRoom = new ArrayDeque<>();
    private long bytesUnderWay;

    Moves(
            BrokerState state,
            RecordBatch batch,
            AddressLifecycle addresses,
            MessageReader reader,
            MessageFormat format,
            Counters counters,
            RecordLimit limit,
            SpaceGauge space) {
        this.state = state;
        this.batch = batch;
        this.addresses = addresses;
        this.reader = reader;
        this.format = format;
        this.counters = counters;
        this.limit = limit;
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
        while (!waitingForRoom.isEmpty() && space.hasRoom() && !isBusy()) {
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
        if (name == null || space.hasRoom() && !isBusy()) {
            move(subscription, key, name, "expired", true, () -> {});
        }
    }

    /**
     * The message cannot be delivered.
     *
     * @param whenGone run when it has left its subscription
     */
    void deadLetter(Subscription subscription, long key, String reason, Runnable whenGone) {
        String target = subscription.address().settings().deadLetterAddress();
        String name = target == null || isDeadLetterAddress(subscription)
                ? null
                : target.replace("%s", queueName(subscription));
        if (name == null || space.hasRoom() && !isBusy()) {
            move(subscription, key, name, reason, false, whenGone);
        } else {
            waitingForRoom.add(() -> move(subscription, key, name, reason, false, whenGone));
        }
    }

    private static String queueName(Subscription subscription) {
        return subscription.key() == null
                ? subscription.address().name()
                : subscription.key().name();
    }

    private void move(
            Subscription subscription, long key, String target, String reason, boolean expired, Runnable whenGone) {
        Moving moving = new Moving(subscription.id(), key);
        QueueEntry entry = subscription.address().messages().entry(key);
        int bytes = entry == null ? 0 : entry.size();
        if (underWay.putIfAbsent(moving, bytes) != null) {
            return;
        }
        bytesUnderWay += bytes;
        (expired ? counters.expired : counters.deadLettered).increment();
        Runnable gone = () -> {
            underWay.remove(moving);
            bytesUnderWay -= bytes;
            whenGone.run();
        };
        if (target == null) {
            drop(subscription, key, expired, gone);
        } else {
            addresses.create(
                    new Destination(target, NodeKind.QUEUE),
                    true,
                    address -> moveTo(address, subscription, key, reason, expired, gone));
        }
    }

    private void drop(Subscription subscription, long key, boolean expired, Runnable gone) {
        subscription.left(expired);
        if (isJournaled(subscription, key)) {
            batch.add(new SettleRecord(batch.now(), settled(subscription, key)).whenApplied(gone));
        } else {
            state.settle(subscription, key);
            gone.run();
        }
    }

    private void moveTo(
            Address target, Subscription subscription, long key, String reason, boolean expired, Runnable gone) {
        QueueEntry entry = subscription.address().messages().entry(key);
        if (entry == null || subscription.isSettled(key)) {
            gone.run();
            return;
        }
        MessageBody body;
        try {
            body = annotated(subscription, key, entry, reason);
        } catch (UnreadableMessageException e) {
            LOG.error("Message {} of {} is lost ({})", MessageKey.index(key), subscription.name(), reason, e);
            drop(subscription, key, expired, gone);
            return;
        }
        boolean journaled = isJournaled(subscription, key);
        List<SettledKeys> settled = journaled ? settled(subscription, key) : List.of();
        batch.add(new MoveRecord(batch.now(), expired, settled, target.id(), body).whenApplied(() -> {
            if (!journaled) {
                subscription.left(expired);
                state.settle(subscription, key);
            }
            gone.run();
        }));
    }

    private MessageBody annotated(Subscription subscription, long key, QueueEntry entry, String reason) {
        Message message = (Message) entry.cached();
        if (message == null) {
            message = reader.read(new Place(entry.position(), entry.size())).message();
        }
        Map<String, Object> annotations = new LinkedHashMap<>();
        annotations.put("x-opt-ORIG-ADDRESS", subscription.address().name());
        annotations.put("x-opt-ORIG-QUEUE", queueName(subscription));
        if (message.messageId() != null) {
            annotations.put("x-opt-ORIG-MESSAGE-ID", message.messageId());
        }
        annotations.put("x-opt-ORIG-REASON", reason.substring(0, Math.min(reason.length(), REASON_MAX)));
        Message moved = message.toBuilder()
                .expiryTime(0)
                .deliverAt(0)
                .deduplicationId(null)
                .encoded(encoded(message, annotations))
                .build();
        long largeBody = subscription.address().messages().largeBody(key);
        MessageBody body = new MessageBody(moved, largeBody);
        return limit.takes(body)
                ? body
                : new MessageBody(moved.toBuilder().encoded(message.encoded()).build(), largeBody);
    }

    /** Contents that cannot be decoded are moved as they are. */
    private byte[] encoded(Message message, Map<String, Object> annotations) {
        try {
            return format.annotate(format.withoutExpiry(message.encoded()), annotations);
        } catch (RuntimeException e) {
            LOG.warn("Message {} cannot be annotated with {}", message.messageId(), annotations, e);
            return message.encoded();
        }
    }

    private static boolean isJournaled(Subscription subscription, long key) {
        return subscription.durable() && !MessageKey.memoryOnly(MessageKey.lane(key));
    }

    private static List<SettledKeys> settled(Subscription subscription, long key) {
        return List.of(new SettledKeys(subscription.id(), new long[] {key}, 1));
    }

    private record Moving(long subscriptionId, long key) {}
}
