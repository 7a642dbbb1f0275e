package io.carrick.jms.client;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Time that passes when a test says so. */
final class ManualTimer implements Timer {
    private record Task(long dueNanos, Runnable runnable) {}

    private final List<Task> tasks = new ArrayList<>();
    private long nanos = 1_000_000_000L;

    @Override
    public synchronized long nanoTime() {
        return nanos;
    }

    @Override
    public synchronized long currentTimeMillis() {
        return 1_700_000_000_000L + TimeUnit.NANOSECONDS.toMillis(nanos);
    }

    @Override
    public synchronized void schedule(Runnable task, long delayNanos) {
        tasks.add(new Task(nanos + delayNanos, task));
    }

    void advance(long millis) {
        List<Task> due;
        synchronized (this) {
            nanos += TimeUnit.MILLISECONDS.toNanos(millis);
            due = tasks.stream().filter(task -> task.dueNanos <= nanos).toList();
            tasks.removeAll(due);
        }
        due.forEach(task -> task.runnable.run());
    }
}
