package io.carrick.store;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Walks over the records of one segment in order and verifies each. */
final class RecordScan {
    private final Segment segment;
    private final RecordCodec codec;
    private final SegmentWindow window;
    private final RecordHeader header = new RecordHeader();
    private long position;
    private long nextPosition;
    private long nextIndex;
    private int bufferIndex;
    private String problem = "";

    /**
     * A scan from a record on.
     *
     * @param nextIndex the index that the first record must have, or 0 if any will do
     */
    RecordScan(Segment segment, RecordCodec codec, long from, long nextIndex) {
        this.segment = segment;
        this.codec = codec;
        this.window = new SegmentWindow(segment.file(), segment.header().size());
        this.nextPosition = from;
        this.nextIndex = nextIndex;
    }

    /**
     * Goes to the next record, if an undamaged one lies before {@code end}.
     *
     * @return false if not; {@link #problem} says why
     * @throws LogCorruptedException if an undamaged record has another index than the one that must be there
     */
    boolean next(long end) throws IOException {
        position = nextPosition;
        if (!readHeader(end) || !readBody(end)) {
            return false;
        }
        if (nextIndex != 0 && header.index != nextIndex) {
            throw segment.corrupted(position, "record " + header.index + " where record " + nextIndex + " must be");
        }
        nextIndex = header.index + 1;
        nextPosition = position + header.size();
        return true;
    }

    private boolean readHeader(long end) throws IOException {
        if (position + RecordCodec.HEADER_BYTES > end) {
            return stop("no room for another record");
        }
        bufferIndex = window.index(position - segment.start(), RecordCodec.HEADER_BYTES);
        return codec.readHeader(window.buffer(), bufferIndex, position, header) || stop("no valid record header");
    }

    private boolean readBody(long end) throws IOException {
        if (header.bodyLength < 0 || header.bodyLength > end - position || position + header.size() > end) {
            return stop(
                    "record " + header.index + " claims a body of " + header.bodyLength + " bytes, more than there is");
        }
        bufferIndex = window.index(position - segment.start(), header.size());
        return codec.isBodyIntact(window.buffer(), bufferIndex, header)
                || stop("the body of record " + header.index + " (" + header.bodyLength
                        + " bytes) does not match its CRC");
    }

    private boolean stop(String reason) {
        problem = reason;
        return false;
    }

    /** Position of the current record, or after {@link #next} returned false, of the place where one is missing. */
    long position() {
        return position;
    }

    /** Index of the record that comes next. */
    long nextIndex() {
        return nextIndex;
    }

    RecordHeader header() {
        return header;
    }

    /** The body of the current record; valid until the next call of {@link #next}. */
    ByteBuffer body() {
        return window.buffer().slice(bufferIndex + RecordCodec.HEADER_BYTES, header.bodyLength);
    }

    String problem() {
        return problem;
    }
}
