package io.carrick.store;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;

/**
 * The one thread that writes the log. It drains all batches that wait, writes them in one go, flushes once if any of
 * them asks for it, and then reports each (group commit): latency is that of one flush, throughput that of the disk.
 *
 * <p>The first error of whatever kind is final: it is reported once, and nothing is committed after it.
 */
public final class LogWriter implements Closeable {
    private static final int MAX_GROUP_BYTES = 4 << 20;

    /** Told what became of the batches; called on the writer's thread. An exception that it throws stops the writer. */
    public interface Listener {
        /** A batch is written, and if it asked for a flush, durable. Called in the order of submission. */
        void committed(List<LogEntry> batch);

        /** Nothing that was not reported as committed so far ever will be. Called at most once, and last. */
        void failed(Throwable cause);
    }

    /** @param whenDurable run instead of a report to the listener; null for a report */
    private record Batch(List<? extends LogEntry> entries, boolean flush, Runnable whenDurable) {}

    private final CommitLog log;
    private final Listener listener;
    private final LongConsumer flushNanos;
    private final Queue<Batch> queue = new ConcurrentLinkedQueue<>();
    private final Thread thread = new Thread(this::run, "carrick-log-writer");
    private final List<Batch> group = new ArrayList<>();
    private final List<LogEntry> groupEntries = new ArrayList<>();
    private volatile boolean parked;
    private volatile boolean closing;
    private volatile boolean failed;
    private volatile long flushes;

    public LogWriter(CommitLog log, Listener listener) {
        this(log, listener, nanos -> {});
    }

    /**
     * Starts the thread. The log stays the caller's, who closes it after the writer.
     *
     * @param flushNanos told how long each flush took, on the writer's thread
     */
    public LogWriter(CommitLog log, Listener listener, LongConsumer flushNanos) {
        this.log = log;
        this.listener = listener;
        this.flushNanos = flushNanos;
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Hands over a batch to be written behind all earlier ones. Never blocks; called by one thread at a time. After a
     * failure the batch is dropped, as the listener knows.
     *
     * @param flush whether the batch must be durable before it is reported as committed
     */
    public void submit(List<? extends LogEntry> batch, boolean flush) {
        submit(new Batch(batch, flush, null));
    }

    /**
     * Runs something, on the writer's thread, when all that was submitted before is durable; never if that fails. Called
     * by the thread that submits. An exception that it throws stops the writer.
     */
    public void flush(Runnable whenDurable) {
        submit(new Batch(List.of(), true, whenDurable));
    }

    private void submit(Batch batch) {
        if (failed) {
            return;
        }
        if (closing) {
            throw new IllegalStateException("The log writer is closed");
        }
        queue.add(batch);
        if (parked) {
            LockSupport.unpark(thread);
        }
    }

    /** Number of flushes so far. */
    public long flushes() {
        return flushes;
    }

    /** Writes and reports all that was submitted, then ends the thread. */
    @Override
    public void close() {
        closing = true;
        LockSupport.unpark(thread);
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the thread after what it is doing, without waiting for it; what waits is dropped, as after a failure. */
    public void halt() {
        failed = true;
        closing = true;
        queue.clear();
        LockSupport.unpark(thread);
    }

    private void run() {
        try {
            while (awaitWork()) {
                collectGroup();
                commitGroup();
                // Nothing that was handed over is held on to while there is nothing to do.
                group.clear();
                groupEntries.clear();
            }
        } catch (Throwable t) {
            failed = true;
            queue.clear();
            listener.failed(t);
        }
    }

    /** False when the writer is closing and nothing is left. */
    private boolean awaitWork() {
        while (queue.isEmpty()) {
            if (closing) {
                // Read after the flag: what was submitted before close is seen.
                return !queue.isEmpty();
            }
            parked = true;
            if (queue.isEmpty() && !closing) {
                LockSupport.park(this);
            }
            parked = false;
        }
        return true;
    }

    private void collectGroup() {
        long bytes = 0;
        while (bytes < MAX_GROUP_BYTES) {
            Batch batch = queue.poll();
            if (batch == null) {
                return;
            }
            group.add(batch);
            for (LogEntry entry : batch.entries()) {
                groupEntries.add(entry);
                bytes += RecordCodec.HEADER_BYTES + entry.bodySize();
            }
        }
    }

    private void commitGroup() throws IOException {
        log.append(groupEntries);
        if (group.stream().anyMatch(Batch::flush)) {
            long start = System.nanoTime();
            log.force();
            flushes++;
            flushNanos.accept(System.nanoTime() - start);
        }
        for (Batch batch : group) {
            if (batch.whenDurable() != null) {
                batch.whenDurable().run();
            } else {
                listener.committed(Collections.unmodifiableList(batch.entries()));
            }
        }
    }
}
