package io.carrick.jms.client;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * Something to be done whenever it is signalled, by one thread at a time, on threads that it shares with others. A
 * signal given while it runs makes it run again. Thread-safe.
 */
final class SerialTask {
    private final Executor executor;
    private final BooleanSupplier step;
    private final AtomicInteger signals = new AtomicInteger();

    /** @param step does a share of what is to be done, and tells whether there is more */
    SerialTask(Executor executor, BooleanSupplier step) {
        this.executor = executor;
        this.step = step;
    }

    void signal() {
        if (signals.getAndIncrement() == 0) {
            executor.execute(this::run);
        }
    }

    private void run() {
        int seen = signals.get();
        boolean more = true;
        try {
            more = step.getAsBoolean();
        } finally {
            // Others get their turn before the next share.
            if (more || !signals.compareAndSet(seen, 0)) {
                executor.execute(this::run);
            }
        }
    }
}
