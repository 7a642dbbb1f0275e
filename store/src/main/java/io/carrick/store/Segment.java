package io.carrick.store;

import io.carrick.store.file.LogFile;
import java.io.IOException;

/** One file of the log in use, and what is counted about it. */
final class Segment {
    private final SegmentHeader header;
    private final LogFile file;
    private volatile long end;
    private volatile boolean sealed;

    /** Read and changed by the thread that accounts for space only. */
    private long liveBytes;

    private long liveRecords;
    private long countedLiveAt = -1;

    Segment(SegmentHeader header, LogFile file) {
        this.header = header;
        this.file = file;
        this.end = header.firstPosition();
    }

    static String fileName(long start) {
        return String.format("%020d", start);
    }

    SegmentHeader header() {
        return header;
    }

    LogFile file() {
        return file;
    }

    long start() {
        return header.start();
    }

    /** Position of the first byte behind the file, which is the start of the next segment. */
    long limit() {
        return header.start() + header.size();
    }

    long firstPosition() {
        return header.firstPosition();
    }

    /** Position behind the last record. */
    long end() {
        return end;
    }

    void advance(long newEnd) {
        end = newEnd;
    }

    boolean isSealed() {
        return sealed;
    }

    /** No record will be added: the last one ends there. */
    void seal(long lastEnd) {
        end = lastEnd;
        sealed = true;
    }

    boolean isLive() {
        return liveRecords > 0;
    }

    /** A checkpoint of the state at that position of the log counts the segment as live. */
    void countedLive(long checkpointPosition) {
        countedLiveAt = checkpointPosition;
    }

    /**
     * Whether nobody needs the segment, now or after a restart from a checkpoint of the state at that position or a
     * later one.
     */
    boolean isFreeFrom(long checkpointPosition) {
        return sealed && end <= checkpointPosition && liveRecords == 0 && countedLiveAt < checkpointPosition;
    }

    void retain(long bytes, long records) {
        liveBytes += bytes;
        liveRecords += records;
        if (liveBytes < 0 || liveRecords < 0) {
            throw new IllegalStateException("More was released than retained in segment " + file.name() + ": "
                    + liveBytes + " bytes and " + liveRecords + " records remain");
        }
    }

    SegmentUsage usage() {
        return new SegmentUsage(firstPosition(), end, liveBytes, liveRecords, sealed);
    }

    LogCorruptedException corrupted(long position, String problem) {
        return new LogCorruptedException(file.name(), position - start(), position, problem);
    }

    void close() throws IOException {
        file.close();
    }
}
