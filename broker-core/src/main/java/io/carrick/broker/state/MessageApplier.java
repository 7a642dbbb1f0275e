package io.carrick.broker.state;

import io.carrick.broker.Message;
import io.carrick.broker.record.ChunkRecord;
import io.carrick.broker.record.ChunksDiscardedRecord;
import io.carrick.broker.record.Condemned;
import io.carrick.broker.record.DispatchMarkRecord;
import io.carrick.broker.record.EnqueueRecord;
import io.carrick.broker.record.MessageBody;
import io.carrick.broker.record.MoveRecord;
import io.carrick.broker.record.PurgeRecord;
import io.carrick.broker.record.RelocateRecord;
import io.carrick.broker.record.ReturnRecord;
import io.carrick.broker.record.Returned;
import io.carrick.broker.record.SettleRecord;
import io.carrick.broker.record.SettledKeys;
import io.carrick.store.queue.QueueEntry;
import io.carrick.store.timer.Timers;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Brings messages into their addresses and takes them out again. */
final class MessageApplier {
    private final AddressBook addresses;
    private final SubscriptionBook subscriptions;
    private final StateResources resources;
    private final MessageReader reader;
    private final Timers timers;
    private final DeliveryFrontier frontier;
    private final Followers followers;

    MessageApplier(
            AddressBook addresses,
            SubscriptionBook subscriptions,
            StateResources resources,
            MessageReader reader,
            Timers timers,
            DeliveryFrontier frontier,
            Followers followers) {
        this.addresses = addresses;
        this.subscriptions = subscriptions;
        this.resources = resources;
        this.reader = reader;
        this.timers = timers;
        this.frontier = frontier;
        this.followers = followers;
    }

    // --- in

    void apply(ChunkRecord record) {
        resources.largeBodies().add(record.largeBodyId(), record.position(), record.size(), record.bytes().length);
    }

    void apply(ChunksDiscardedRecord record) {
        resources.largeBodies().discard(record.largeBodyId());
    }

    void apply(EnqueueRecord record) {
        enqueue(record.addressId(), record.body(), new Place(record.position(), record.size()));
    }

    /** Makes a message visible that was kept invisible until now. */
    void show(StagedWork.Staged one) {
        if (addresses.byId(one.addressId()) != null) {
            enqueue(one.addressId(), one.body() != null ? one.body() : reader.read(one.place()), one.place());
        }
    }

    private void enqueue(long addressId, MessageBody body, Place place) {
        Address address = addresses.byId(addressId);
        String deduplicationId = body.message().deduplicationId();
        if (address == null
                || deduplicationId != null && !address.deduplication().add(deduplicationId)) {
            resources.largeBodies().discard(body.largeBodyId());
        } else {
            add(address, body, address.keepsMessages() ? place : null);
        }
    }

    void enqueueInMemory(Address address, MessageBody body) {
        String id = body.message().deduplicationId();
        if (id != null
                && (address.deduplication().contains(id)
                        || !address.deduplicationInMemory().add(id))) {
            resources.largeBodies().discard(body.largeBodyId());
            return;
        }
        add(address, body, null);
    }

    private void add(Address address, MessageBody body, Place place) {
        address.routedOne();
        List<Subscription> all = address.subscriptions();
        if (all.isEmpty()) {
            resources.largeBodies().discard(body.largeBodyId());
            return;
        }
        Message message = body.message();
        long key = address.messages().add(body, place);
        var entry = address.messages().entry(key);
        if (message.expiryTime() > 0) {
            timers.schedule(message.expiryTime(), TimerKind.EXPIRE.ordinal(), address.id(), key);
        }
        if (message.deliverAt() > 0) {
            timers.schedule(message.deliverAt(), TimerKind.DELIVER.ordinal(), address.id(), key);
        }
        boolean scheduled = message.deliverAt() > 0 && frontier.isBelow(message.deliverAt(), address.id(), key);
        for (int i = 0; i < all.size(); i++) {
            Subscription subscription = all.get(i);
            if (subscription.accepts(message)) {
                subscription.arrived(key, scheduled);
                followers.listener().arrived(subscription, key, entry);
            } else {
                long watermark = subscription.watermark(MessageKey.lane(key));
                subscription.passedOver(key);
                address.settled(subscription, key, watermark);
            }
        }
    }

    // --- out, and back

    void apply(SettleRecord record) {
        settle(record.settled());
    }

    void settle(List<SettledKeys> all) {
        subscriptions.forEach(all, this::settle);
    }

    boolean settle(Subscription subscription, long key) {
        long watermark = subscription.watermark(MessageKey.lane(key));
        boolean scheduled = subscription.scheduled() > 0 && isScheduled(subscription.address(), key);
        if (!subscription.settle(key)) {
            return false;
        }
        if (scheduled) {
            subscription.timeCame(key);
        }
        subscription.address().settled(subscription, key, watermark);
        return true;
    }

    private boolean isScheduled(Address address, long key) {
        QueueEntry entry = address.messages().entry(key);
        return entry != null && entry.deliverAt() > 0 && frontier.isBelow(entry.deliverAt(), address.id(), key);
    }

    void timeCame(long time, Address address, long key) {
        if (frontier.advance(time, address.id(), key)) {
            for (Subscription subscription : address.subscriptions()) {
                if (!subscription.isSettled(key)) {
                    subscription.timeCame(key);
                }
            }
        }
    }

    void apply(ReturnRecord record) {
        returned(record.returned());
    }

    void returned(List<Returned> all) {
        for (Returned one : all) {
            Subscription subscription = subscriptions.byId(one.subscriptionId());
            if (subscription != null) {
                returned(subscription, one);
            }
        }
    }

    /** From now on they are given to nobody but the dead-letter address. */
    void condemn(List<Condemned> all) {
        for (Condemned one : all) {
            Subscription subscription = subscriptions.byId(one.subscriptionId());
            if (subscription != null) {
                subscription.condemn(one.key(), one.reason());
            }
        }
    }

    void returned(Subscription subscription, Returned one) {
        subscription.returned(one);
        if (one.notBefore() > 0) {
            timers.schedule(one.notBefore(), TimerKind.REDELIVER.ordinal(), subscription.id(), one.key());
        }
        followers.listener().returned(subscription, one.key());
    }

    void apply(DispatchMarkRecord record) {
        Subscription subscription = subscriptions.byId(record.subscriptionId());
        if (subscription != null) {
            subscription.mark(record.lane(), record.index());
            followers.listener().marked(subscription);
        }
    }

    // --- elsewhere

    void apply(MoveRecord record) {
        Address target = addresses.byId(record.addressId());
        if (target != null) {
            add(target, record.body(), target.keepsMessages() ? new Place(record.position(), record.size()) : null);
        }
        for (SettledKeys one : record.settled()) {
            Subscription subscription = subscriptions.byId(one.subscriptionId());
            if (subscription != null) {
                subscription.left(record.expired());
            }
        }
        settle(record.settled());
    }

    void apply(PurgeRecord record) {
        Subscription subscription = subscriptions.byId(record.subscriptionId());
        if (subscription == null) {
            return;
        }
        Set<Long> kept = new HashSet<>();
        for (long key : record.kept()) {
            kept.add(key);
        }
        for (long index = subscription.watermark(record.lane()); index < record.end(); index++) {
            long key = MessageKey.of(record.lane(), index);
            if (!kept.contains(key) && !subscription.isLocked(key)) {
                settle(subscription, key);
            }
        }
    }

    void apply(RelocateRecord record) {
        Address address = addresses.byId(record.addressId());
        if (address != null) {
            Place place = new Place(record.position(), record.size());
            address.messages().relocate(record.key(), place);
            followers.listener().relocated(address, record.key(), place);
        }
    }
}
