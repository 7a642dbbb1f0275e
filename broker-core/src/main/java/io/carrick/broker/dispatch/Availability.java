package io.carrick.broker.dispatch;

import io.carrick.broker.state.MessageQueue;
import io.carrick.broker.state.Subscription;
import io.carrick.store.queue.QueueEntry;

/** Which messages of a subscription can be given out now. Reports those that turn out to have expired. */
final class Availability implements ReturnedMessages.Candidates {
    private final Subscription subscription;
    private final MessageQueue messages;
    private final DispatchPort port;
    private final Matching matching;
    private final HeldDeliveries held;
    private final MessageGroups messageGroups;

    Availability(
            Subscription subscription,
            DispatchPort port,
            Matching matching,
            HeldDeliveries held,
            MessageGroups messageGroups) {
        this.subscription = subscription;
        this.port = port;
        this.matching = matching;
        this.held = held;
        this.messageGroups = messageGroups;
        messages = subscription.address().messages();
    }

    /** Whether the message is neither settled, nor taken or locked, nor to wait before it is tried again. */
    @Override
    public boolean isReady(long key, long now) {
        return !subscription.isSettled(key)
                && !subscription.isLocked(key)
                && held.isFree(key)
                && !messageGroups.isReserved(key)
                && subscription.attempts(key).notBefore() <= now;
    }

    @Override
    public boolean suits(ScanGroup group, long key, long now) {
        QueueEntry entry = messages.entry(key);
        return entry != null
                && entry.deliverAt() <= now
                && !hasExpired(key, entry, now)
                && matching.matches(group, key, entry);
    }

    /** Whether a message that was set aside for somebody is still there to be given out. */
    boolean isDeliverable(long key, long now) {
        boolean gone = subscription.isSettled(key) || subscription.isLocked(key);
        QueueEntry entry = gone ? null : messages.entry(key);
        return entry != null && !hasExpired(key, entry, now);
    }

    private boolean hasExpired(long key, QueueEntry entry, long now) {
        if (entry.expiryTime() <= 0 || entry.expiryTime() > now) {
            return false;
        }
        port.expired(subscription, key);
        return true;
    }
}
