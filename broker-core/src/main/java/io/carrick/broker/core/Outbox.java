package io.carrick.broker.core;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/** Collects what a connection is to hear, and hands it over to the connection's executor once a turn. */
final class Outbox {
    private final Executor loop;
    private final Outboxes all;
    private List<Runnable> events = new ArrayList<>();

    Outbox(Executor loop, Outboxes all) {
        this.loop = loop;
        this.all = all;
    }

    /** Called on the core thread. */
    void post(Runnable event) {
        if (events.isEmpty()) {
            all.waiting(this);
        }
        events.add(event);
    }

    void flush() {
        List<Runnable> batch = events;
        events = new ArrayList<>(Math.min(batch.size(), 1024));
        loop.execute(() -> {
            for (int i = 0; i < batch.size(); i++) {
                batch.get(i).run();
            }
        });
    }
}
