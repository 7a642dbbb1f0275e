package io.carrick.store;

import io.carrick.store.file.LogDirectory;
import java.io.Closeable;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * The ordered log of everything that the broker makes durable, in segment files of one directory; the layout is on the
 * page of this package.
 *
 * <p>A <em>position</em> is a byte address in the log; positions grow and are never used twice. {@code position + size}
 * of a record is where the next one begins, unless the log rolls to another segment there; either way it is a valid
 * place to {@linkplain #replay replay} from.
 *
 * <p><b>Errors.</b> The first error of a write or a flush is final: nothing is retried, every later {@link #append} and
 * {@link #force} fails, and the owner must stop. Damage is reported as {@link LogCorruptedException} and never repaired;
 * only the remains of writes that were never flushed are dropped on opening.
 *
 * <p><b>Threads.</b> One thread at a time appends and forces; one thread (it may be another) accounts for space; reading,
 * replaying and all questions are open to any thread.
 */
public final class CommitLog implements Closeable {
    private final SegmentTable segments;
    private final SegmentPool pool;
    private final DurableMark mark;
    private final LogAppender appender;
    private final SpaceAccount space;
    private final CommitLogSettings settings;
    private final long logId;
    /** Null if the background work is done by an executor of the caller. */
    private final ExecutorService ownedExecutor;

    private boolean closed;

    private CommitLog(
            RecoveredLog recovered, SegmentPool pool, CommitLogSettings settings, ExecutorService ownedExecutor) {
        this.segments = recovered.segments();
        this.mark = recovered.mark();
        this.logId = recovered.logId();
        this.pool = pool;
        this.settings = settings;
        this.ownedExecutor = ownedExecutor;
        this.appender = new LogAppender(recovered, pool, settings);
        this.space = new SpaceAccount(segments);
        pool.replenish();
    }

    /**
     * Opens the log in a directory, or creates it. Its last segment is verified; the ones before it are verified when
     * they are read. When this returns everything in the log is durable.
     *
     * @throws LogCorruptedException if something that had been durable is missing or damaged
     */
    public static CommitLog open(LogDirectory directory, CommitLogSettings settings) throws IOException {
        ExecutorService executor = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "carrick-log-space");
            thread.setDaemon(true);
            return thread;
        });
        try {
            return open(directory, settings, executor, executor);
        } catch (IOException | RuntimeException | Error e) {
            executor.shutdown();
            throw e;
        }
    }

    /**
     * As {@link #open(LogDirectory, CommitLogSettings)}, with an executor for the preparation and the recycling of
     * segments; {@code Runnable::run} makes them happen within the calls that need them.
     */
    public static CommitLog open(LogDirectory directory, CommitLogSettings settings, Executor background)
            throws IOException {
        return open(directory, settings, background, null);
    }

    private static CommitLog open(
            LogDirectory directory, CommitLogSettings settings, Executor background, ExecutorService owned)
            throws IOException {
        SegmentPool pool = new SegmentPool(directory, settings, background);
        LogRecovery recovery = new LogRecovery(directory, pool, settings);
        try {
            return new CommitLog(recovery.run(), pool, settings, owned);
        } catch (IOException | RuntimeException | Error e) {
            closeAfter(e, recovery);
            throw e;
        }
    }

    private static void closeAfter(Throwable cause, Closeable resource) {
        try {
            resource.close();
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    /** The first position from which a {@link #replay} to the end finds no gap. */
    public long firstPosition() {
        return segments.firstOfTail().firstPosition();
    }

    /** Position behind the last record written. */
    public long endPosition() {
        return appender.endPosition();
    }

    /** Index of the last record written, 0 if there is none. */
    public long endIndex() {
        return appender.endIndex();
    }

    /** The longest body that a record can have, in bytes. */
    public int maxBodyBytes() {
        return appender.maxBodyBytes();
    }

    /**
     * Shows all records from a position to the end that the log has when this is called, each verified.
     *
     * @param fromPosition position of a record, or behind the last record wanted before
     * @throws LogCorruptedException if a record or a segment in between is damaged or missing
     */
    public void replay(long fromPosition, RecordVisitor visitor) throws IOException {
        long end = endPosition();
        new LogReplay(segments.all(), new RecordCodec(logId), end).run(fromPosition, visitor);
    }

    /**
     * Writes records at the end of the log, in order. They are durable after {@link #force}, and those in a segment
     * that is full as soon as the log rolls to the next one.
     *
     * @throws IllegalArgumentException if an entry's type or size is not allowed; nothing was written then
     * @throws LogFullException if a segment is needed and neither budget nor reserve has one; final as any other error
     * @throws IOException if the disk fails or has failed before
     */
    public void append(List<? extends LogEntry> entries) throws IOException {
        appender.append(entries);
    }

    /** When this returns, everything appended before is durable. */
    public void force() throws IOException {
        appender.force();
    }

    /**
     * Reads one record, as it was reported by {@link LogEntry#placed} or {@link RecordVisitor#record}.
     *
     * @return its body, from position to limit of a buffer of its own on the heap
     * @throws LogCorruptedException if it is damaged
     * @throws RecordReleasedException if its segment was freed
     * @throws IllegalArgumentException if no record can be there
     */
    public ByteBuffer read(long position, int size) throws IOException {
        Segment segment = segments.find(position);
        if (segment == null && position >= 0 && position < endPosition()) {
            throw new RecordReleasedException(position);
        }
        if (segment == null
                || position < segment.firstPosition()
                || size < RecordCodec.HEADER_BYTES
                || position + size > segment.end()) {
            throw new IllegalArgumentException("The log has no record of " + size + " bytes at position " + position);
        }
        try {
            return read(segment, position, size);
        } catch (ClosedChannelException | LogCorruptedException e) {
            if (segments.find(position) != segment) {
                throw new RecordReleasedException(position);
            }
            throw e;
        }
    }

    private ByteBuffer read(Segment segment, long position, int size) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(size);
        segment.file().read(bytes, position - segment.start());
        if (bytes.hasRemaining()) {
            throw segment.corrupted(position, "the file ends inside the record");
        }
        RecordCodec codec = new RecordCodec(logId);
        RecordHeader header = new RecordHeader();
        bytes.clear();
        if (!codec.readHeader(bytes, 0, position, header) || header.size() != size) {
            throw segment.corrupted(position, "no valid record header for a record of " + size + " bytes");
        }
        if (!codec.isBodyIntact(bytes, 0, header)) {
            throw segment.corrupted(position, "the body of record " + header.index + " does not match its CRC");
        }
        return bytes.slice(RecordCodec.HEADER_BYTES, header.bodyLength);
    }

    /** Counts a record as live: its segment stays. Called by the thread that accounts for space. */
    public void retain(long position, int size) {
        space.retain(position, size);
    }

    /** Takes back one {@link #retain} of that record. Called by the thread that accounts for space. */
    public void release(long position, int size) {
        space.release(position, size);
    }

    /**
     * Writes what is live per segment, as part of a checkpoint of the state at a position; those segments stay until
     * {@link #checkpointed} tells that this checkpoint is no longer kept. Called by the thread that accounts for space.
     */
    public void writeUsage(DataOutput output, long checkpointPosition) throws IOException {
        space.write(output, checkpointPosition);
    }

    /**
     * Restores what {@link #writeUsage} wrote, replacing what was counted before.
     *
     * @throws LogCorruptedException if a segment with live records is missing
     */
    public void readUsage(DataInput input, long checkpointPosition) throws IOException {
        space.read(input, checkpointPosition);
    }

    /** What is live in each segment, by position. Called by the thread that accounts for space. */
    public List<SegmentUsage> usage() {
        return space.usage();
    }

    /**
     * The oldest checkpoint that is kept is of the state at that position: sealed segments before it that hold nothing
     * live, neither now nor in that checkpoint or a later one, are not needed any more. They leave the log at once;
     * their files are recycled or deleted in the background. Called by the thread that accounts for space.
     */
    public void checkpointed(long position) {
        List<Segment> freed = space.free(position);
        if (!freed.isEmpty()) {
            pool.recycle(freed);
        }
    }

    /**
     * Whether there is room for new messages. If not, only acknowledgements and outcomes may be appended, for which
     * the last quarter of the active segment and the reserve are there. It becomes true again by itself when segments
     * are freed or the device has space again (looked at once a second).
     */
    public boolean hasRoom() {
        return pool.isNextReady()
                || !pool.isReserveSpent()
                        && (!pool.isExhausted() || appender.remainingBytes() >= settings.segmentSizeBytes() / 4);
    }

    /** Makes the log look again for space, in the background, without waiting for the next second. */
    public void refreshRoom() {
        pool.replenish();
    }

    /** Bytes of all files of the log: segments, the next one, and spares. */
    public long diskBytes() {
        return pool.diskBytes();
    }

    /** Flushes what was appended, unless the log has failed, marks an orderly end, and closes all files. */
    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try {
            if (!appender.isFailed()) {
                appender.force();
                mark.writeDurably(appender.endPosition(), true);
            }
        } finally {
            closeFiles();
        }
    }

    private void closeFiles() throws IOException {
        pool.close();
        if (ownedExecutor != null) {
            ownedExecutor.shutdown();
            awaitBackground();
        }
        for (Segment segment : segments.all()) {
            segment.close();
        }
        mark.close();
    }

    private void awaitBackground() {
        try {
            ownedExecutor.awaitTermination(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
