package io.carrick.tck.crash;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What clients of one queue asked for and saw, in the order in which it happened. Safe for use by several threads.
 *
 * <p>A send ends as acknowledged, refused, or unknown (the connection broke before an answer): a message of unknown
 * outcome may appear or not. A consumption is <em>confirmed</em> only when the broker said so, for example by the answer
 * to a commit: a message may come again until then, but marked as redelivered.
 */
public final class History {
    private final List<Event> events = new ArrayList<>();
    private long acknowledged;
    private long delivered;

    private enum Kind {
        SEND_INVOKED,
        SEND_ACKNOWLEDGED,
        SEND_REFUSED,
        DELIVERED,
        DELIVERED_AGAIN,
        CONFIRMED
    }

    private record Event(Kind kind, MessageKey message, String consumer) {}

    /** A producer is about to send; without a later event its outcome stays unknown. */
    public void sendInvoked(MessageKey message) {
        record(new Event(Kind.SEND_INVOKED, message, ""));
    }

    /** The broker took responsibility. */
    public synchronized void sendAcknowledged(MessageKey message) {
        acknowledged++;
        record(new Event(Kind.SEND_ACKNOWLEDGED, message, ""));
    }

    /** The broker said that it did not take the message, or its transaction was rolled back. */
    public void sendRefused(MessageKey message) {
        record(new Event(Kind.SEND_REFUSED, message, ""));
    }

    /** A consumer got the message; {@code redelivered} is the mark it came with. */
    public synchronized void delivered(String consumer, MessageKey message, boolean redelivered) {
        delivered++;
        record(new Event(redelivered ? Kind.DELIVERED_AGAIN : Kind.DELIVERED, message, consumer));
    }

    /** The broker confirmed that the message is consumed. */
    public void confirmed(MessageKey message) {
        record(new Event(Kind.CONFIRMED, message, ""));
    }

    private synchronized void record(Event event) {
        events.add(event);
        notifyAll();
    }

    /** Acknowledged sends so far. */
    public synchronized long acknowledgedCount() {
        return acknowledged;
    }

    /** Deliveries so far. */
    public synchronized long deliveredCount() {
        return delivered;
    }

    /** Waits until so many sends were acknowledged and deliveries seen; false when the time passes before. */
    public synchronized boolean awaitTraffic(long acknowledgedMin, long deliveredMin, long limitMillis)
            throws InterruptedException {
        long deadline = System.nanoTime() + limitMillis * 1_000_000;
        while (acknowledged < acknowledgedMin || delivered < deliveredMin) {
            long leftMillis = (deadline - System.nanoTime()) / 1_000_000;
            if (leftMillis <= 0) {
                return false;
            }
            wait(leftMillis);
        }
        return true;
    }

    /** Acknowledged messages that no consumer has seen. */
    public synchronized Set<MessageKey> missing() {
        Set<MessageKey> missing = new HashSet<>();
        Set<MessageKey> seen = new HashSet<>();
        for (Event event : events) {
            switch (event.kind) {
                case SEND_ACKNOWLEDGED -> missing.add(event.message);
                case DELIVERED, DELIVERED_AGAIN -> seen.add(event.message);
                default -> {}
            }
        }
        missing.removeAll(seen);
        return missing;
    }

    /** Acknowledged messages whose consumption nobody confirmed: where every consumer confirms, they are lost. */
    public synchronized Set<MessageKey> unconfirmed() {
        Set<MessageKey> unconfirmed = new HashSet<>();
        Set<MessageKey> confirmed = new HashSet<>();
        for (Event event : events) {
            switch (event.kind) {
                case SEND_ACKNOWLEDGED -> unconfirmed.add(event.message);
                case CONFIRMED -> confirmed.add(event.message);
                default -> {}
            }
        }
        unconfirmed.removeAll(confirmed);
        return unconfirmed;
    }

    /** Every anomaly, in words; to be asked for when all messages that can come have come. */
    public synchronized List<String> anomalies() {
        return new Check().run();
    }

    /** One pass over the events in their order. */
    private final class Check {
        private final List<String> anomalies = new ArrayList<>();
        private final Set<MessageKey> invoked = new HashSet<>();
        private final Set<MessageKey> refused = new HashSet<>();
        private final Set<MessageKey> seen = new HashSet<>();
        private final Set<MessageKey> confirmed = new HashSet<>();
        private final Map<String, Map<Integer, Long>> last = new HashMap<>();

        List<String> run() {
            for (Event event : events) {
                switch (event.kind) {
                    case SEND_INVOKED -> invoked.add(event.message);
                    case SEND_REFUSED -> refused.add(event.message);
                    case DELIVERED, DELIVERED_AGAIN -> delivery(event);
                    case CONFIRMED -> confirmed.add(event.message);
                    case SEND_ACKNOWLEDGED -> {}
                }
            }
            missing().forEach(message -> anomalies.add("lost: " + message + " was acknowledged and never delivered"));
            for (MessageKey message : refused) {
                if (seen.contains(message)) {
                    anomalies.add("aborted read: " + message + " was refused or rolled back, yet delivered");
                }
            }
            return anomalies;
        }

        private void delivery(Event event) {
            MessageKey message = event.message;
            if (!invoked.contains(message)) {
                anomalies.add("phantom: " + message + " was delivered to " + event.consumer + " and never sent");
            }
            if (confirmed.contains(message)) {
                anomalies.add("recovered: " + message + " came to " + event.consumer + " after it was consumed");
            }
            boolean first = seen.add(message);
            if (event.kind == Kind.DELIVERED) {
                if (!first) {
                    anomalies.add("duplicate: " + message + " came again to " + event.consumer + " without a mark");
                } else {
                    order(event);
                }
            }
        }

        /** First deliveries of one producer reach one consumer in the order sent. */
        private void order(Event event) {
            Long before = last.computeIfAbsent(event.consumer, key -> new HashMap<>())
                    .put(event.message.producer(), event.message.sequence());
            if (before != null && before > event.message.sequence()) {
                anomalies.add("order inversion: " + event.message + " came to " + event.consumer + " after sequence "
                        + before);
            }
        }
    }
}
