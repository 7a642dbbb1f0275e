package io.carrick.broker.core;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The outboxes that have something to hand over. */
final class Outboxes {
    private static final Logger LOG = LoggerFactory.getLogger(Outboxes.class);

    private final List<Outbox> waiting = new ArrayList<>();

    void waiting(Outbox outbox) {
        waiting.add(outbox);
    }

    /** Hands everything over. */
    void flush() {
        for (int i = 0; i < waiting.size(); i++) {
            try {
                waiting.get(i).flush();
            } catch (RejectedExecutionException e) {
                LOG.debug("A connection that is shutting down no longer listens", e);
            }
        }
        waiting.clear();
    }
}
