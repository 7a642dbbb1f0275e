package io.carrick.store;

import io.carrick.store.file.LogFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The writing end of the log: encodes records into one direct buffer, writes them, rolls from segment to segment and
 * flushes. Used by one thread; {@link #endPosition}, {@link #endIndex} and {@link #remainingBytes} may be asked by
 * any. The first error is final: every later call fails.
 */
final class LogAppender {
    private static final int INITIAL_BUFFER_BYTES = 256 << 10;
    private static final int MAX_KEPT_BUFFER_BYTES = 8 << 20;

    private final SegmentTable segments;
    private final SegmentPool pool;
    private final DurableMark mark;
    private final CommitLogSettings settings;
    private final RecordCodec codec;
    private final long logId;
    private ByteBuffer buffer;
    private long encodedIndex;
    private volatile Segment active;
    private volatile long endPosition;
    private volatile long endIndex;
    private long durablePosition;
    private Throwable failure;

    LogAppender(RecoveredLog log, SegmentPool pool, CommitLogSettings settings) {
        this.segments = log.segments();
        this.pool = pool;
        this.mark = log.mark();
        this.settings = settings;
        this.logId = log.logId();
        this.codec = new RecordCodec(logId);
        this.active = log.active();
        this.endPosition = log.endPosition();
        this.durablePosition = log.endPosition();
        this.endIndex = log.endIndex();
        this.encodedIndex = log.endIndex();
        this.buffer = newBuffer();
    }

    void append(List<? extends LogEntry> entries) throws IOException {
        checkUsable();
        entries.forEach(this::checkEntry);
        try {
            for (int i = 0; i < entries.size(); i++) {
                append(entries.get(i));
            }
            writeBuffer();
        } catch (IOException | RuntimeException | Error e) {
            failure = e;
            throw e;
        }
        if (buffer.capacity() > MAX_KEPT_BUFFER_BYTES) {
            buffer = newBuffer();
        }
    }

    private ByteBuffer newBuffer() {
        return ByteBuffer.allocateDirect(Math.min(INITIAL_BUFFER_BYTES, settings.segmentSizeBytes()));
    }

    private void checkEntry(LogEntry entry) {
        if (entry.type() < 1 || entry.type() > 255) {
            throw new IllegalArgumentException("The type of a log entry must be from 1 to 255, not " + entry.type());
        }
        if (entry.bodySize() < 0 || entry.bodySize() > maxBodyBytes()) {
            throw new IllegalArgumentException("The body of a log entry of type " + entry.type() + " has "
                    + entry.bodySize() + " bytes, a segment takes " + maxBodyBytes());
        }
    }

    int maxBodyBytes() {
        return settings.segmentSizeBytes() - SegmentHeader.BYTES - RecordCodec.HEADER_BYTES;
    }

    private void append(LogEntry entry) throws IOException {
        int size = RecordCodec.sizeOf(entry.bodySize());
        if (endPosition + buffer.position() + size > active.limit()) {
            writeBuffer();
            roll();
        }
        if (size > buffer.remaining()) {
            makeRoom(size);
        }
        long position = endPosition + buffer.position();
        codec.encode(buffer, entry, position, encodedIndex + 1, durablePosition);
        encodedIndex++;
        entry.placed(position, size, encodedIndex);
    }

    /** Prefers a larger buffer to a second write, up to a limit. */
    private void makeRoom(int size) throws IOException {
        long wanted = Math.max(2L * buffer.capacity(), (long) buffer.position() + size);
        if (buffer.position() > 0 && wanted > MAX_KEPT_BUFFER_BYTES) {
            writeBuffer();
            wanted = size;
        }
        if (wanted > buffer.capacity()) {
            buffer = ByteBuffer.allocateDirect((int) Math.min(wanted, Integer.MAX_VALUE))
                    .put(buffer.flip());
        }
    }

    private void writeBuffer() throws IOException {
        if (buffer.position() == 0) {
            return;
        }
        int count = buffer.flip().remaining();
        active.file().write(buffer, endPosition - active.start());
        buffer.clear();
        active.advance(endPosition + count);
        endPosition = active.end();
        endIndex = encodedIndex;
    }

    /** Each step is durable before the next, so that a header proves the segment before it, and a record its header. */
    private void roll() throws IOException {
        flushActive();
        SegmentHeader header =
                new SegmentHeader(logId, active.limit(), settings.segmentSizeBytes(), endPosition, encodedIndex + 1);
        Segment segment = start(header, pool.take(header.start()));
        active.seal(endPosition);
        segments.add(segment);
        active = segment;
        endPosition = segment.firstPosition();
        durablePosition = endPosition;
        pool.replenish();
    }

    /** Takes a prepared file into use. */
    static Segment start(SegmentHeader header, LogFile file) throws IOException {
        file.write(header.encode(), 0);
        file.force();
        return new Segment(header, file);
    }

    void force() throws IOException {
        checkUsable();
        try {
            flushActive();
        } catch (IOException | RuntimeException | Error e) {
            failure = e;
            throw e;
        }
    }

    private void flushActive() throws IOException {
        if (durablePosition != endPosition) {
            active.file().force();
            durablePosition = endPosition;
            mark.write(durablePosition, false);
        }
    }

    private void checkUsable() throws IOException {
        if (failure != null) {
            throw new IOException("The log failed earlier and takes nothing more: " + failure, failure);
        }
        pool.checkFailed();
    }

    boolean isFailed() {
        return failure != null;
    }

    long endPosition() {
        return endPosition;
    }

    long endIndex() {
        return endIndex;
    }

    /** What is free in the active segment. */
    long remainingBytes() {
        return active.limit() - endPosition;
    }
}
