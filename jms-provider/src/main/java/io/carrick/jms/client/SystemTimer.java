package io.carrick.jms.client;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The time of the machine, and one thread for everything that waits for it; the thread ends when nothing does. */
final class SystemTimer implements Timer {
    static final SystemTimer SHARED = new SystemTimer();

    private static final long IDLE_SECONDS = 10;

    private final ScheduledThreadPoolExecutor executor;

    private SystemTimer() {
        executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "carrick-jms-timer");
            thread.setDaemon(true);
            // Not that of the application that happens to come first: it would never be unloaded.
            thread.setContextClassLoader(SystemTimer.class.getClassLoader());
            return thread;
        });
        executor.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
        executor.allowCoreThreadTimeOut(true);
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public long currentTimeMillis() {
        return System.currentTimeMillis();
    }

    @Override
    public void schedule(Runnable task, long delayNanos) {
        var scheduled = executor.schedule(task, delayNanos, TimeUnit.NANOSECONDS);
        assert !scheduled.isCancelled();
    }
}
