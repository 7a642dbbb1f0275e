package io.carrick.store;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The first bytes of a segment in use. It is written and flushed when the log rolls into the segment, after the segment
 * before has been flushed, and before any record: its presence proves that everything before it is durable.
 *
 * @param logId identity of the log, drawn at random when the log was created
 * @param start log position of the segment's first byte
 * @param size length of the segment file in bytes
 * @param previousEnd position behind the last record of the segment before
 * @param firstIndex index of the segment's first record
 */
record SegmentHeader(long logId, long start, int size, long previousEnd, long firstIndex) {
    static final int BYTES = 64;
    /** "CRKS", a segment. */
    private static final int MAGIC = 0x43524B53;

    private static final int VERSION = 1;
    private static final int CRC_OFFSET = 60;

    /** Position of the first record. */
    long firstPosition() {
        return start + BYTES;
    }

    ByteBuffer encode() {
        ByteBuffer buffer = ByteBuffer.allocate(BYTES);
        buffer.putInt(MAGIC)
                .putInt(VERSION)
                .putLong(logId)
                .putLong(start)
                .putInt(size)
                .putInt(0);
        buffer.putLong(previousEnd).putLong(firstIndex).putLong(0).putInt(0);
        return buffer.putInt(crc(buffer)).flip();
    }

    /** Empty if the bytes are not those of an undamaged header. */
    static Optional<SegmentHeader> decode(ByteBuffer buffer) {
        if (buffer.remaining() < BYTES
                || buffer.getInt(0) != MAGIC
                || buffer.getInt(4) != VERSION
                || buffer.getInt(CRC_OFFSET) != crc(buffer)) {
            return Optional.empty();
        }
        return Optional.of(new SegmentHeader(
                buffer.getLong(8), buffer.getLong(16), buffer.getInt(24), buffer.getLong(32), buffer.getLong(40)));
    }

    private static int crc(ByteBuffer buffer) {
        CRC32C crc = new CRC32C();
        crc.update(buffer.array(), 0, CRC_OFFSET);
        return (int) crc.getValue();
    }
}
