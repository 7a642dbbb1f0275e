package io.carrick.store;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * Encodes and verifies records; the layout is on the page of the package. The header has a CRC of its own, computed
 * over the record's position and the identity of the log as well, so that neither a stale record in a recycled
 * segment, nor a misdirected write, nor a record that a client hides inside a message body is ever taken for one. Not
 * thread-safe.
 */
final class RecordCodec {
    static final int HEADER_BYTES = 48;
    static final int ALIGNMENT = 8;
    /** "CRK" and the version of the format. */
    static final int MAGIC = 0x43524B01;

    private static final int HEADER_CRC = 4;
    private static final int BODY_LENGTH = 8;
    private static final int BODY_CRC = 12;
    private static final int INDEX = 16;
    private static final int TERM = 24;
    private static final int TYPE = 28;
    private static final int TIMESTAMP = 32;
    private static final int DURABLE_POSITION = 40;
    private static final int TERM_OF_SINGLE_NODE = 0;

    private final long logId;
    private final CRC32C crc = new CRC32C();

    RecordCodec(long logId) {
        this.logId = logId;
    }

    /** Size of a record with a body of that length; a negative number if it exceeds every segment. */
    static int sizeOf(int bodyLength) {
        return (HEADER_BYTES + bodyLength + ALIGNMENT - 1) & -ALIGNMENT;
    }

    /**
     * Writes a record at the buffer's position and advances it behind the record. The buffer must have
     * {@link #sizeOf} bytes of room.
     */
    void encode(ByteBuffer buffer, LogEntry entry, long position, long index, long durablePosition) {
        int start = buffer.position();
        int bodyLength = entry.bodySize();
        int bodyCrc = encodeBody(buffer, entry, start + HEADER_BYTES, bodyLength);
        buffer.putLong(start, position ^ logId);
        buffer.putInt(start + BODY_LENGTH, bodyLength);
        buffer.putInt(start + BODY_CRC, bodyCrc);
        buffer.putLong(start + INDEX, index);
        buffer.putInt(start + TERM, TERM_OF_SINGLE_NODE);
        buffer.putInt(start + TYPE, entry.type() << 24);
        buffer.putLong(start + TIMESTAMP, entry.timestamp());
        buffer.putLong(start + DURABLE_POSITION, durablePosition);
        // The seed stands where magic and CRC will, so that one pass covers it and the rest of the header.
        int headerCrc = crcOf(buffer, start, HEADER_BYTES);
        buffer.putInt(start, MAGIC);
        buffer.putInt(start + HEADER_CRC, headerCrc);
        buffer.position(start + sizeOf(bodyLength));
    }

    private int encodeBody(ByteBuffer buffer, LogEntry entry, int bodyStart, int bodyLength) {
        int limit = buffer.limit();
        int end = bodyStart - HEADER_BYTES + sizeOf(bodyLength);
        for (int pad = bodyStart + bodyLength; pad < end; pad++) {
            buffer.put(pad, (byte) 0);
        }
        buffer.limit(bodyStart + bodyLength).position(bodyStart);
        entry.writeBody(buffer);
        if (buffer.position() != bodyStart + bodyLength) {
            throw new IllegalStateException("A log entry of type " + entry.type() + " announced a body of " + bodyLength
                    + " bytes and wrote " + (buffer.position() - bodyStart));
        }
        buffer.limit(limit);
        return crcOf(buffer, bodyStart, end - bodyStart);
    }

    /**
     * Reads the header at an offset of the buffer.
     *
     * @return whether a header of this log and of that very position is there, undamaged; only then is the holder
     *     filled
     */
    boolean readHeader(ByteBuffer buffer, int offset, long position, RecordHeader into) {
        if (buffer.getInt(offset) != MAGIC
                || buffer.getInt(offset + HEADER_CRC) != headerCrc(buffer, offset, position)) {
            return false;
        }
        into.bodyLength = buffer.getInt(offset + BODY_LENGTH);
        into.bodyCrc = buffer.getInt(offset + BODY_CRC);
        into.index = buffer.getLong(offset + INDEX);
        into.term = buffer.getInt(offset + TERM);
        into.type = buffer.get(offset + TYPE) & 0xff;
        into.timestamp = buffer.getLong(offset + TIMESTAMP);
        into.durablePosition = buffer.getLong(offset + DURABLE_POSITION);
        return true;
    }

    /** Whether the body of the record at that offset, whose header was read before, is undamaged. */
    boolean isBodyIntact(ByteBuffer buffer, int offset, RecordHeader header) {
        return crcOf(buffer, offset + HEADER_BYTES, header.size() - HEADER_BYTES) == header.bodyCrc;
    }

    private int headerCrc(ByteBuffer buffer, int offset, long position) {
        long seed = position ^ logId;
        crc.reset();
        for (int shift = Long.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
            crc.update((int) (seed >>> shift));
        }
        return finish(buffer, offset + BODY_LENGTH, HEADER_BYTES - BODY_LENGTH);
    }

    private int crcOf(ByteBuffer buffer, int offset, int length) {
        crc.reset();
        return finish(buffer, offset, length);
    }

    private int finish(ByteBuffer buffer, int offset, int length) {
        int position = buffer.position();
        int limit = buffer.limit();
        buffer.limit(offset + length).position(offset);
        crc.update(buffer);
        buffer.limit(limit).position(position);
        return (int) crc.getValue();
    }
}
