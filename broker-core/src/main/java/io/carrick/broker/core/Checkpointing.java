package io.carrick.broker.core;

import io.carrick.broker.journal.Journal;
import io.carrick.broker.state.BrokerState;
import io.carrick.broker.state.StateImage;
import io.carrick.store.CommitLog;
import io.carrick.store.checkpoint.CheckpointImage;
import io.carrick.store.checkpoint.Checkpoints;
import io.carrick.store.index.MessageIndex;
import io.carrick.store.queue.PageFile;
import io.carrick.store.timer.Timers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the state aside from time to time, so that a restart replays only the tail of the log, and so that the log
 * can give up what lies before. The state is collected on the core thread and written by another one.
 */
final class Checkpointing {
    private static final Logger LOG = LoggerFactory.getLogger(Checkpointing.class);

    private static final long INTERVAL_MILLIS = 60_000;
    private static final long INTERVAL_WITHOUT_ROOM_MILLIS = 200;

    private final BrokerState state;
    private final CommitLog log;
    private final PageFile pages;
    private final Timers timers;
    private final MessageIndex messageIndex;
    private final Checkpoints checkpoints;
    private final long everyBytes;
    private final ExecutorService writer =
            Executors.newSingleThreadExecutor(task -> new Thread(task, "carrick-checkpoint"));
    private long appliedPosition;
    private long appliedIndex;
    private long lastPosition;
    private long oldestPosition;
    private long lastTime;
    private boolean busy;
    private boolean abandoned;

    Checkpointing(
            BrokerState state,
            CommitLog log,
            PageFile pages,
            Timers timers,
            MessageIndex messageIndex,
            Checkpoints checkpoints,
            long everyBytes,
            long startPosition) {
        this.state = state;
        this.log = log;
        this.pages = pages;
        this.timers = timers;
        this.messageIndex = messageIndex;
        this.checkpoints = checkpoints;
        this.everyBytes = everyBytes;
        lastPosition = startPosition;
        appliedPosition = startPosition;
    }

    /** A record was applied that ends there. */
    void applied(long endPosition) {
        appliedPosition = endPosition;
        appliedIndex++;
    }

    /**
     * Whether it is time: the log has grown enough, or there is something new for a while; or space is short and a
     * checkpoint could free some.
     */
    boolean isDue(long nowMillis, boolean hasRoom) {
        if (busy) {
            return false;
        }
        if (lastTime == 0) {
            lastTime = nowMillis;
        }
        long since = nowMillis - lastTime;
        return appliedPosition - lastPosition >= everyBytes
                || appliedPosition > lastPosition && since >= INTERVAL_MILLIS
                || !hasRoom && appliedPosition > oldestPosition && since >= INTERVAL_WITHOUT_ROOM_MILLIS;
    }

    /**
     * Collects the state now and writes it in the background, as soon as the log is durable up to there: otherwise a power
     * cut could take away what the checkpoint has seen.
     *
     * @param core runs what must be done on the core thread afterwards
     * @param whenDurable run on the core thread when the checkpoint is durable
     * @param onFailure told of an error of the disk
     */
    void start(long nowMillis, Journal journal, Executor core, Runnable whenDurable, Consumer<Throwable> onFailure) {
        busy = true;
        lastTime = nowMillis;
        long position = appliedPosition;
        long index = appliedIndex;
        CheckpointImage image = collect();
        Runnable work = () -> {
            try {
                write(position, index, image);
                long oldest = checkpoints.oldestPosition();
                core.execute(() -> {
                    finish(position, oldest);
                    whenDurable.run();
                });
            } catch (Throwable e) {
                onFailure.accept(e);
            }
        };
        journal.flush(() -> inBackground(work));
    }

    private synchronized void inBackground(Runnable work) {
        if (!abandoned) {
            writer.execute(work);
        }
    }

    private CheckpointImage collect() {
        try {
            CheckpointImage image = new CheckpointImage();
            pages.checkpointBegun();
            timers.checkpointBegun();
            log.writeUsage(image, appliedPosition);
            pages.write(image);
            timers.write(image);
            new StateImage(state).write(image);
            messageIndex.write(image);
            return image;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(long position, long index, CheckpointImage image) throws IOException {
        pages.force();
        timers.force();
        messageIndex.force();
        checkpoints.write(position, index, image);
        LOG.debug("Checkpoint at position {} with {} bytes", position, image.length());
    }

    private void finish(long position, long oldest) {
        try {
            pages.checkpointDurable();
            timers.checkpointDurable();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        log.checkpointed(oldest);
        messageIndex.dropBefore(log.firstPosition());
        lastPosition = position;
        oldestPosition = oldest;
        busy = false;
    }

    /** Writes a last checkpoint, on the calling thread, when the core has stopped. */
    void writeLast() throws IOException {
        abandon();
        try {
            writer.awaitTermination(5, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        log.force();
        write(appliedPosition, appliedIndex, collect());
    }

    /** Begins nothing in the background any more. */
    synchronized void abandon() {
        abandoned = true;
        writer.shutdown();
    }
}
