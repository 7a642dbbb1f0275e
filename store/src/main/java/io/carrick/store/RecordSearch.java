package io.carrick.store;

import io.carrick.store.file.LogFile;
import java.io.IOException;

/**
 * Looks at every place of a stretch of a segment where a record could begin, without relying on the records before it:
 * what is found behind a damaged record tells whether that one had been durable.
 */
final class RecordSearch {
    private static final int CHUNK_BYTES = 128 << 10;

    private final LogFile file;
    private final RecordCodec codec;
    private final long start;
    private final RecordHeader header = new RecordHeader();
    private long lastEnd;
    private long provenPosition;

    RecordSearch(LogFile file, long segmentStart, RecordCodec codec) {
        this.file = file;
        this.start = segmentStart;
        this.codec = codec;
    }

    /** Searches from one position of the log to another, both multiples of the alignment of records. */
    RecordSearch run(long from, long to) throws IOException {
        SegmentWindow window = new SegmentWindow(file, to - start);
        long position = from;
        while (position + RecordCodec.HEADER_BYTES <= to) {
            int chunk = (int) Math.min(CHUNK_BYTES, to - position);
            searchChunk(window, position, chunk);
            position += chunk - RecordCodec.HEADER_BYTES + RecordCodec.ALIGNMENT;
        }
        return this;
    }

    private void searchChunk(SegmentWindow window, long position, int chunk) throws IOException {
        int index = window.index(position - start, chunk);
        for (int i = 0; i + RecordCodec.HEADER_BYTES <= chunk; i += RecordCodec.ALIGNMENT) {
            if (codec.readHeader(window.buffer(), index + i, position + i, header)) {
                lastEnd = Math.max(lastEnd, position + i + header.size());
                provenPosition = Math.max(provenPosition, header.durablePosition);
            }
        }
    }

    boolean foundAny() {
        return lastEnd > 0;
    }

    /** Position behind the last record whose header was found; 0 if there is none. */
    long lastEnd() {
        return lastEnd;
    }

    /** Everything before it had been durable when one of the records found was written. */
    long provenPosition() {
        return provenPosition;
    }
}
