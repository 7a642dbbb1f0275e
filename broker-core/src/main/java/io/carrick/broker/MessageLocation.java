package io.carrick.broker;

import java.util.List;

/**
 * Where a message is, or was.
 *
 * @param address it was sent, or moved, to; null if that is gone
 * @param kind of that address, null if it is gone
 * @param messageId null if it has none
 * @param timestamp when the broker took it, milliseconds since the epoch
 * @param position of its record in the log
 * @param size of that record in bytes
 * @param queues the queues and subscriptions that it waits in, named as {@link Administration.QueueStatus#name()} does
 */
public record MessageLocation(
        String address,
        NodeKind kind,
        String messageId,
        long timestamp,
        long position,
        int size,
        State state,
        List<String> queues) {

    /** How it stands with a message. */
    public enum State {
        /** It can be dispatched. */
        READY,
        /** A consumer holds it. */
        DELIVERING,
        /** It waits for its delivery time. */
        SCHEDULED,
        /** It was sent in a transaction that is still open, or is a half message that is not decided. */
        IN_TRANSACTION,
        /** Nobody needs it any more: acknowledged, expired, moved, purged, rolled back, or sent when nobody listened. */
        GONE,
        /** It is not known without a search through the whole queue, since old messages of it were copied. */
        UNKNOWN
    }
}
