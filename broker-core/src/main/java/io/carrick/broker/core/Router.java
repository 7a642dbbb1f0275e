package io.carrick.broker.core;

import io.carrick.broker.AddressSettings;
import io.carrick.broker.AddressSettings.Durability;
import io.carrick.broker.BrokerError;
import io.carrick.broker.BrokerError.Code;
import io.carrick.broker.Message;
import io.carrick.broker.record.EnqueueRecord;
import io.carrick.broker.record.JournalRecord;
import io.carrick.broker.record.MessageBody;
import io.carrick.broker.record.StageRecord;
import io.carrick.broker.state.Address;
import io.carrick.broker.state.BrokerState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Takes a message that was sent to where it belongs: through the journal, or, if it need not survive, at once. */
final class Router {
    private final BrokerState state;
    private final RecordBatch batch;
    private final SpaceGauge space;
    private final RecordLimit limit;
    private final Capacity capacity;
    private final Counters counters;
    private final MemoryOverflow overflow = new MemoryOverflow();
    private final Map<PendingId, List<Runnable>> duplicatesInFlight = new HashMap<>();

    Router(
            BrokerState state,
            RecordBatch batch,
            SpaceGauge space,
            RecordLimit limit,
            Capacity capacity,
            Counters counters) {
        this.state = state;
        this.batch = batch;
        this.space = space;
        this.limit = limit;
        this.capacity = capacity;
        this.counters = counters;
    }

    /**
     * Routes a message.
     *
     * @param work the transaction it belongs to, null for none
     */
    void route(Address address, MessageBody sent, TransactionWork work, RouteResult result) {
        BrokerError refusal = refusal(address, sent);
        if (refusal != null) {
            result.refused(refusal);
            return;
        }
        counters.messagesIn.increment();
        MessageBody body = withDefaults(address, sent);
        if (work != null) {
            stage(address, body, work);
            result.accepted();
        } else if (!isDuplicate(address, body.message(), result)) {
            store(address, body, result);
        }
    }

    /** Admits a message that goes another way to its address; refuses it like one that is routed. */
    MessageBody admit(Address address, MessageBody sent, RouteResult result) {
        BrokerError refusal = refusal(address, sent);
        if (refusal == null && !space.hasRoom()) {
            refusal = withoutRoom(address);
        }
        if (refusal != null) {
            result.refused(refusal);
            return null;
        }
        counters.messagesIn.increment();
        return withDefaults(address, sent);
    }

    private static BrokerError withoutRoom(Address address) {
        return new BrokerError(
                Code.RESOURCE_LIMIT_EXCEEDED,
                "The broker's disk space is used up; address " + address.name()
                        + " takes messages again when consumers have made room",
                Map.of("address", address.name(), "reason", "disk"));
    }

    private BrokerError refusal(Address address, MessageBody body) {
        if (address.deleted() || address.leaving()) {
            return new BrokerError(Code.RESOURCE_DELETED, "Address " + address.name() + " was deleted");
        }
        AddressSettings settings = address.settings();
        long size = body.message().size();
        if (settings.messageSizeMax() > 0 && size > settings.messageSizeMax()) {
            return new BrokerError(
                    Code.MESSAGE_SIZE_EXCEEDED,
                    "Message of " + size + " bytes; address " + address.name() + " takes " + settings.messageSizeMax());
        }
        if (!limit.takes(body)) {
            return new BrokerError(
                    Code.MESSAGE_SIZE_EXCEEDED,
                    "Message of " + size + " bytes to address " + address.name() + "; one piece may have "
                            + limit.messageBytesMax());
        }
        if (!capacity.admits(address)) {
            return new BrokerError(
                    Code.RESOURCE_LIMIT_EXCEEDED,
                    "Address " + address.name() + " holds its limit of " + settings.messagesMax() + " messages",
                    Map.of("address", address.name()));
        }
        if (!space.hasRoom() && isJournaled(address, body.message())) {
            return withoutRoom(address);
        }
        if (staysInMemory(address) && state.cache().memoryOnlyFull()) {
            return new BrokerError(
                    Code.RESOURCE_LIMIT_EXCEEDED,
                    "The broker's memory for messages that are not stored is used up; address " + address.name()
                            + " takes messages again when its consumers have caught up",
                    Map.of("address", address.name(), "reason", "memory"));
        }
        return null;
    }

    private MessageBody withDefaults(Address address, MessageBody body) {
        Message message = body.message();
        long timeToLive = address.settings().defaultTimeToLive().toMillis();
        if (timeToLive == 0 || message.expiryTime() != 0) {
            return body;
        }
        return new MessageBody(
                message.toBuilder().expiryTime(batch.now() + timeToLive).build(), body.largeBodyId());
    }

    private void stage(Address address, MessageBody body, TransactionWork work) {
        if (isJournaled(address, body.message()) || work.isDistributed() && isKept(address)) {
            work.staged();
            if (Capacity.isLimited(address)) {
                work.whenEnded(capacity.coming(address));
            }
            batch.addWritten(new StageRecord(batch.now(), work.id(), address.id(), body));
        } else {
            work.add(address, body);
        }
    }

    /** Whether all its messages are in memory only: nobody could ask for them after a restart. */
    private static boolean staysInMemory(Address address) {
        return !address.subscriptions().isEmpty() && (address.temporary() || !address.keepsMessages());
    }

    /** Whether the message must go through the journal. */
    private boolean isJournaled(Address address, Message message) {
        return isKept(address)
                && (message.durable()
                        || overflow.takes(
                                address, message.priority(), state.cache().memoryOnlyFull()));
    }

    private static boolean isKept(Address address) {
        return !address.temporary() && address.keepsMessages();
    }

    private boolean isDuplicate(Address address, Message message, RouteResult result) {
        if (message.deduplicationId() == null || address.settings().deduplicationWindow() == 0) {
            return false;
        }
        if (address.deduplication().contains(message.deduplicationId())
                || address.deduplicationInMemory().contains(message.deduplicationId())) {
            result.accepted();
            return true;
        }
        PendingId id = new PendingId(address.id(), message.deduplicationId());
        List<Runnable> followers = duplicatesInFlight.get(id);
        if (followers != null) {
            followers.add(result::accepted);
            return true;
        }
        return false;
    }

    private void store(Address address, MessageBody body, RouteResult result) {
        Message message = body.message();
        if (!isJournaled(address, message)) {
            state.enqueueInMemory(address, body);
            result.accepted();
            return;
        }
        JournalRecord record = new EnqueueRecord(batch.now(), address.id(), body);
        if (!message.durable()) {
            batch.addWritten(record.whenApplied(counted(address, overflow.sent(address, message.priority()))));
            result.accepted();
            return;
        }
        record.whenApplied(counted(
                address, message.deduplicationId() == null ? result::accepted : pending(address, message, result)));
        if (address.settings().durability() == Durability.FLUSHED) {
            batch.add(record);
        } else {
            batch.addWritten(record);
        }
    }

    /** The action, and where messages are counted, that this one is no longer on its way. */
    private Runnable counted(Address address, Runnable action) {
        if (!Capacity.isLimited(address)) {
            return action;
        }
        Runnable arrived = capacity.coming(address);
        return () -> {
            arrived.run();
            action.run();
        };
    }

    private Runnable pending(Address address, Message message, RouteResult result) {
        PendingId id = new PendingId(address.id(), message.deduplicationId());
        List<Runnable> followers = new ArrayList<>(0);
        duplicatesInFlight.put(id, followers);
        return () -> {
            duplicatesInFlight.remove(id);
            result.accepted();
            followers.forEach(Runnable::run);
        };
    }

    private record PendingId(long addressId, String id) {}

    /** Takes the outcome on the core thread. */
    interface RouteResult {
        void accepted();

        void refused(BrokerError error);
    }
}
