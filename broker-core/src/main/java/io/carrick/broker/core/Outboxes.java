package io.carrick.broker.core;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The outboxes that have something to hand over. */
final class Outboxes {
    private static final Logger LOG = LoggerFactory.getLogger(Outboxes.class);
    private static final long DEFER_NANOS = TimeUnit.MICROSECONDS.toNanos(500);

    private final List<Outbox> waiting = new ArrayList<>();
    private final List<Outbox> deferred = new ArrayList<>();
    private long deferredUntil;

    void waiting(Outbox outbox) {
        waiting.add(outbox);
    }

    void deferred(Outbox outbox) {
        if (deferred.isEmpty()) {
            deferredUntil = System.nanoTime() + DEFER_NANOS;
        }
        deferred.add(outbox);
    }

    /**
     * Hands over what is to be heard now.
     *
     * @return how long the rest can wait, in nanoseconds; {@link Long#MAX_VALUE} if there is none
     */
    long flush() {
        flush(waiting);
        if (deferred.isEmpty()) {
            return Long.MAX_VALUE;
        }
        long left = deferredUntil - System.nanoTime();
        if (left > 0) {
            return left;
        }
        flush(deferred);
        return Long.MAX_VALUE;
    }

    private static void flush(List<Outbox> outboxes) {
        for (int i = 0; i < outboxes.size(); i++) {
            try {
                outboxes.get(i).flush();
            } catch (RejectedExecutionException e) {
                LOG.debug("A connection that is shutting down no longer listens", e);
            }
        }
        outboxes.clear();
    }
}
