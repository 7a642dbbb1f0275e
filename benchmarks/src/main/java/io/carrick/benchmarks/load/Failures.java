package io.carrick.benchmarks.load;

import java.util.concurrent.atomic.AtomicReference;

/** The first thing that went wrong in a run; the others are suppressed by it. Thread-safe. */
final class Failures {
    private final AtomicReference<Throwable> first = new AtomicReference<>();

    void raise(Throwable failure) {
        if (!first.compareAndSet(null, failure) && first.get() != failure) {
            first.get().addSuppressed(failure);
        }
    }

    boolean any() {
        return first.get() != null;
    }

    void rethrow() {
        if (any()) {
            throw new IllegalStateException("run failed: " + first.get(), first.get());
        }
    }
}
