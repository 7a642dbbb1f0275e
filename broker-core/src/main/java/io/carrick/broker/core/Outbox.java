package io.carrick.broker.core;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * Collects what a connection is to hear, and hands it over, in order, to the connection's executor: at the end of the
 * turn, or, for what nobody waits for, a little later together with what else there is then.
 */
final class Outbox {
    /** This many events are handed over though nobody waits for them. */
    private static final int DEFERRED_MAX = 128;

    private final Executor loop;
    private final Outboxes all;
    private List<Runnable> events = new ArrayList<>();
    private boolean waiting;
    private boolean deferred;

    Outbox(Executor loop, Outboxes all) {
        this.loop = loop;
        this.all = all;
    }

    /** Adds an event, to be handed over at the end of the turn. Called on the core thread. */
    void post(Runnable event) {
        events.add(event);
        if (!waiting) {
            waiting = true;
            all.waiting(this);
        }
    }

    /** Adds an event that need not be handed over at once. Called on the core thread. */
    void postDeferred(Runnable event) {
        if (waiting || events.size() >= DEFERRED_MAX) {
            post(event);
            return;
        }
        events.add(event);
        if (!deferred) {
            deferred = true;
            all.deferred(this);
        }
    }

    void flush() {
        waiting = false;
        deferred = false;
        if (events.isEmpty()) {
            return;
        }
        List<Runnable> batch = events;
        events = new ArrayList<>(Math.min(batch.size(), 1024));
        loop.execute(() -> {
            for (int i = 0; i < batch.size(); i++) {
                batch.get(i).run();
            }
        });
    }
}
