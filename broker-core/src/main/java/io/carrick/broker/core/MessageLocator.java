package io.carrick.broker.core;

import io.carrick.broker.Message;
import io.carrick.broker.MessageLocation;
import io.carrick.broker.MessageLocation.State;
import io.carrick.broker.dispatch.SubscriptionDispatch;
import io.carrick.broker.record.HalfKey;
import io.carrick.broker.record.HalfRecord;
import io.carrick.broker.record.HalfRelocateRecord;
import io.carrick.broker.record.MessageCarrier;
import io.carrick.broker.record.RelocateRecord;
import io.carrick.broker.record.StageRecord;
import io.carrick.broker.state.Address;
import io.carrick.broker.state.BrokerState;
import io.carrick.broker.state.HalfSet;
import io.carrick.broker.state.MessageKey;
import io.carrick.broker.state.MessageQueue;
import io.carrick.broker.state.Subscription;
import io.carrick.store.queue.QueueEntry;
import java.util.List;

/** Tells what has become of a message whose record was found. On the core thread. */
final class MessageLocator {
    private final BrokerState state;
    private final Dispatchers dispatchers;

    MessageLocator(BrokerState state, Dispatchers dispatchers) {
        this.state = state;
        this.dispatchers = dispatchers;
    }

    MessageLocation locate(MessageCarrier record, long now) {
        Address address = state.addresses().byId(record.addressId());
        int lane = MessageKey.lane(record.body().message().priority(), false);
        QueueEntry entry = address == null ? null : entry(record, address.messages(), lane);
        if (entry == null) {
            return location(record, address, missing(record, address, lane), List.of());
        }
        long key = MessageKey.of(lane, entry.sequence());
        List<Subscription> waiting = address.subscriptions().stream()
                .filter(subscription -> !subscription.isSettled(key))
                .toList();
        return location(
                record,
                address,
                state(waiting, key, entry.deliverAt() > now),
                waiting.stream().map(Subscription::name).toList());
    }

    private static QueueEntry entry(MessageCarrier record, MessageQueue messages, int lane) {
        if (record instanceof RelocateRecord relocated) {
            QueueEntry entry = messages.entry(relocated.key());
            return entry != null && entry.position() == record.position() ? entry : null;
        }
        return messages.entryAt(lane, record.position());
    }

    private State missing(MessageCarrier record, Address address, int lane) {
        if (record instanceof StageRecord staged && state.isOpen(staged.transactionId()) || isHalf(record)) {
            return State.IN_TRANSACTION;
        }
        return address == null
                        || record instanceof RelocateRecord
                        || address.messages().isOrdered(lane)
                ? State.GONE
                : State.UNKNOWN;
    }

    /** Whether it is a half message, or part of one, that is not decided yet. */
    private boolean isHalf(MessageCarrier record) {
        return record instanceof HalfRecord half && isHeld(half.key(), half.identity(), record)
                || record instanceof HalfRelocateRecord copy && isHeld(copy.key(), copy.identity(), record);
    }

    private boolean isHeld(HalfKey key, long identity, MessageCarrier record) {
        HalfSet set = state.halves().find(key);
        return set != null && set.isAt(identity, record.position());
    }

    private State state(List<Subscription> waiting, long key, boolean scheduled) {
        if (waiting.isEmpty()) {
            return State.GONE;
        }
        if (waiting.stream().anyMatch(subscription -> isHeld(subscription, key))) {
            return State.DELIVERING;
        }
        return scheduled ? State.SCHEDULED : State.READY;
    }

    private boolean isHeld(Subscription subscription, long key) {
        SubscriptionDispatch dispatch = dispatchers.find(subscription);
        return subscription.isLocked(key)
                || dispatch != null && dispatch.held().stream().anyMatch(held -> held.key() == key);
    }

    private static MessageLocation location(MessageCarrier record, Address address, State state, List<String> queues) {
        Message message = record.body().message();
        return new MessageLocation(
                address == null ? null : address.name(),
                address == null ? null : address.kind(),
                message.messageId(),
                message.timestamp(),
                record.position(),
                record.size(),
                state,
                queues);
    }
}
