package io.carrick.jms.client;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that call back into applications, shared by all connections. There are a few more than processors,
 * however many sessions there are; only when all of them stay within callbacks (a listener that waits for what another
 * listener is to do) while others are due, more are added one by one, and given up when nothing is due any more.
 */
final class CallbackThreads implements Executor {
    static final CallbackThreads SHARED =
            new CallbackThreads(2 * Runtime.getRuntime().availableProcessors() + 2, SystemTimer.SHARED);

    private static final long IDLE_SECONDS = 10;
    private static final long CHECK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final int base;
    private final Timer timer;
    private final ThreadPoolExecutor executor;
    private final AtomicBoolean watched = new AtomicBoolean();
    private long completedBefore = -1;

    CallbackThreads(int base, Timer timer) {
        this.base = base;
        this.timer = timer;
        AtomicInteger number = new AtomicInteger();
        executor = new ThreadPoolExecutor(
                base, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "carrick-jms-callback-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    // Not that of the application that happens to come first: it would never be unloaded.
                    thread.setContextClassLoader(CallbackThreads.class.getClassLoader());
                    return thread;
                });
        executor.allowCoreThreadTimeOut(true);
    }

    @Override
    public void execute(Runnable task) {
        executor.execute(task);
        if (!executor.getQueue().isEmpty() && watched.compareAndSet(false, true)) {
            timer.schedule(this::check, CHECK_NANOS);
        }
    }

    /** How many threads there may be at present. */
    int size() {
        return executor.getCorePoolSize();
    }

    private void check() {
        long completed = executor.getCompletedTaskCount();
        if (executor.getQueue().isEmpty()) {
            executor.setCorePoolSize(base);
            completedBefore = -1;
            watched.set(false);
            return;
        }
        if (completed == completedBefore) {
            executor.setCorePoolSize(executor.getCorePoolSize() + 1);
        }
        completedBefore = completed;
        timer.schedule(this::check, CHECK_NANOS);
    }
}
