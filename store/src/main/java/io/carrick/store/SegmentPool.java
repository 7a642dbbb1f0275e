package io.carrick.store;

import io.carrick.store.file.DiskFullException;
import io.carrick.store.file.LogDirectory;
import io.carrick.store.file.LogFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps segment files ready: the next one under its final name, and behind it spares, of which the reserve is touched
 * only when no other space is left. Freed segments come back here as spares or are deleted.
 *
 * <p>Work on the disk is done under the monitor of this object, on the background executor where nobody waits for it.
 * A disk without space is a state that passes; any other error is sticky and stops the log.
 */
final class SegmentPool implements Closeable {
    /** Spares kept beyond the reserve; what is free beyond them is given back to the file system. */
    static final int MAX_EXTRA_SPARES = 2;

    private static final Logger LOGGER = LoggerFactory.getLogger(SegmentPool.class);
    private static final String SPARE_PREFIX = "spare-";
    private static final String UNFINISHED = "allocating";
    private static final long RETRY_SECONDS = 1;

    private final LogDirectory directory;
    private final CommitLogSettings settings;
    private final Executor background;
    private final Executor delayed;
    private final Deque<String> spares = new ArrayDeque<>();
    private long nextSpareNumber;
    private long nextStart;
    private LogFile next;
    private boolean retryScheduled;
    private boolean starved;
    private boolean closed;
    private volatile boolean nextReady;
    private volatile boolean reserveSpent;
    private volatile boolean exhausted;
    private volatile long diskBytes;
    private volatile Throwable failure;

    SegmentPool(LogDirectory directory, CommitLogSettings settings, Executor background) {
        this.directory = directory;
        this.settings = settings;
        this.background = background;
        this.delayed = CompletableFuture.delayedExecutor(RETRY_SECONDS, TimeUnit.SECONDS, background);
    }

    /** Finds the spares that an earlier run left, and removes what it did not finish. */
    synchronized void load() throws IOException {
        for (String name : directory.list()) {
            if (name.equals(UNFINISHED)
                    || name.startsWith(SPARE_PREFIX) && sizeOf(name) != settings.segmentSizeBytes()) {
                directory.delete(name);
            } else if (name.startsWith(SPARE_PREFIX)) {
                spares.add(name);
                diskBytes += settings.segmentSizeBytes();
                nextSpareNumber = Math.max(nextSpareNumber, Long.parseLong(name.substring(SPARE_PREFIX.length())) + 1);
            }
        }
        directory.force();
    }

    private long sizeOf(String name) throws IOException {
        try (LogFile file = directory.open(name)) {
            return file.size();
        }
    }

    /** Counts the file of a segment in use that was found on opening. */
    synchronized void count(long bytes) {
        diskBytes += bytes;
    }

    /** Says where the next segment will start. */
    synchronized void expect(long start) {
        nextStart = start;
    }

    /** Takes over a file that an earlier run had made ready for the expected segment, if it can be used as such. */
    synchronized void adopt(String name) throws IOException {
        if (name.equals(Segment.fileName(nextStart)) && sizeOf(name) == settings.segmentSizeBytes()) {
            diskBytes += settings.segmentSizeBytes();
            blankHeader(name);
            setNext(directory.open(name));
        } else {
            directory.delete(name);
            directory.force();
        }
    }

    /**
     * The file for the segment that starts at a position, with a blank header.
     *
     * @throws LogFullException if even the reserve is spent
     */
    synchronized LogFile take(long start) throws IOException {
        checkFailed();
        nextStart = start;
        if (next == null) {
            reserveSpent = spares.size() <= settings.reserveSegments() && !allocate();
            if (spares.isEmpty()) {
                throw new LogFullException("No space for another segment of " + settings.segmentSizeBytes()
                        + " bytes: the log has " + diskBytes + " bytes (limit " + settings.diskLimitBytes()
                        + ", 0 = none), the device has " + directory.usableBytes() + " left");
            }
            setNext(turnIntoSegment(spares.remove()));
        }
        LogFile taken = next;
        setNext(null);
        nextStart = start + settings.segmentSizeBytes();
        return taken;
    }

    /** Makes the next segment ready, and restores the reserve, in the background. */
    void replenish() {
        background.execute(this::prepare);
    }

    /** Gives the files of segments that are out of use back, in the background. */
    void recycle(List<Segment> freed) {
        background.execute(() -> {
            recycleNow(freed);
            prepare();
        });
    }

    boolean isNextReady() {
        return nextReady;
    }

    /** Whether a segment in use was taken from the reserve, and no space to restore it was found since. */
    boolean isReserveSpent() {
        return reserveSpent;
    }

    long diskBytes() {
        return diskBytes;
    }

    void checkFailed() throws IOException {
        Throwable cause = failure;
        if (cause != null) {
            throw new IOException("The disk of the log failed earlier: " + cause, cause);
        }
    }

    private synchronized void prepare() {
        if (closed || failure != null) {
            return;
        }
        try {
            boolean prepared = fillReserve() && prepareNext();
            report(!prepared);
            if (!prepared) {
                retryLater();
            }
        } catch (Throwable t) {
            failure = t;
        }
    }

    private void report(boolean nowStarved) {
        if (nowStarved && !starved) {
            LOGGER.warn(
                    "No space to prepare another log segment of {} bytes: the log has {} bytes, its limit is {} (0 = none)",
                    settings.segmentSizeBytes(),
                    diskBytes,
                    settings.diskLimitBytes());
        } else if (starved && !nowStarved) {
            LOGGER.info("There is space for log segments again");
        }
        starved = nowStarved;
    }

    private boolean fillReserve() throws IOException {
        boolean spent = false;
        while (spares.size() < settings.reserveSegments() && !spent) {
            spent = !allocate();
        }
        reserveSpent = spent;
        return !spent;
    }

    private boolean prepareNext() throws IOException {
        if (next != null) {
            return true;
        }
        if (spares.size() <= settings.reserveSegments() && !allocate()) {
            return false;
        }
        setNext(turnIntoSegment(spares.remove()));
        return true;
    }

    private void retryLater() {
        if (!retryScheduled) {
            retryScheduled = true;
            delayed.execute(() -> {
                synchronized (this) {
                    retryScheduled = false;
                }
                prepare();
            });
        }
    }

    /** Whether budget or device had no space when a segment was last asked of them. */
    boolean isExhausted() {
        return exhausted;
    }

    private boolean allocate() throws IOException {
        boolean allocated = tryAllocate();
        exhausted = !allocated;
        return allocated;
    }

    /** Adds a spare, if budget and device allow it. */
    private boolean tryAllocate() throws IOException {
        int size = settings.segmentSizeBytes();
        long limit = settings.diskLimitBytes();
        if (limit != 0 && diskBytes + size > limit || directory.usableBytes() < size) {
            return false;
        }
        try (LogFile file = directory.create(UNFINISHED)) {
            file.preallocate(size);
        } catch (DiskFullException e) {
            // Nothing is lost: the file holds no data yet.
            deleteUnfinished();
            return false;
        }
        String name = spareName();
        directory.rename(UNFINISHED, name);
        directory.force();
        spares.add(name);
        diskBytes += size;
        return true;
    }

    private void deleteUnfinished() throws IOException {
        if (directory.list().contains(UNFINISHED)) {
            directory.delete(UNFINISHED);
            directory.force();
        }
    }

    private String spareName() {
        return SPARE_PREFIX + String.format("%020d", nextSpareNumber++);
    }

    private LogFile turnIntoSegment(String spare) throws IOException {
        blankHeader(spare);
        String name = Segment.fileName(nextStart);
        directory.rename(spare, name);
        directory.force();
        return directory.open(name);
    }

    /** A segment without a header is not in use, whatever else is in it. */
    private void blankHeader(String name) throws IOException {
        try (LogFile file = directory.open(name)) {
            file.write(ByteBuffer.allocate(SegmentHeader.BYTES), 0);
            file.force();
        }
    }

    private void setNext(LogFile file) {
        next = file;
        nextReady = file != null;
        if (nextReady) {
            exhausted = false;
        }
    }

    private synchronized void recycleNow(List<Segment> freed) {
        if (closed || failure != null) {
            return;
        }
        try {
            for (Segment segment : freed) {
                recycleNow(segment);
            }
            // Before a spare is used again: else a crash could bring the segment's old name back with a blank header.
            directory.force();
        } catch (Throwable t) {
            failure = t;
        }
    }

    private void recycleNow(Segment segment) throws IOException {
        int size = segment.header().size();
        String name = Segment.fileName(segment.start());
        segment.close();
        boolean withinLimit = settings.diskLimitBytes() == 0 || diskBytes <= settings.diskLimitBytes();
        boolean wanted = spares.size() < settings.reserveSegments() + MAX_EXTRA_SPARES;
        if (size == settings.segmentSizeBytes() && withinLimit && wanted) {
            String spare = spareName();
            directory.rename(name, spare);
            spares.add(spare);
        } else {
            directory.delete(name);
            diskBytes -= size;
        }
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        if (next != null) {
            next.close();
        }
    }
}
