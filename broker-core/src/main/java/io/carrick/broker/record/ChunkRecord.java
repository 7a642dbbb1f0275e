package io.carrick.broker.record;

import java.nio.ByteBuffer;

/**
 * A piece of a large message that is still arriving.
 *
 * <pre>long largeBodyId   int length   bytes</pre>
 */
public final class ChunkRecord extends JournalRecord {
    private final long largeBodyId;
    private final byte[] bytes;

    public ChunkRecord(long timestamp, long largeBodyId, byte[] bytes) {
        super(timestamp);
        this.largeBodyId = largeBodyId;
        this.bytes = bytes;
    }

    public long largeBodyId() {
        return largeBodyId;
    }

    public byte[] bytes() {
        return bytes;
    }

    @Override
    public RecordKind kind() {
        return RecordKind.CHUNK;
    }

    @Override
    int fieldsSize() {
        return Long.BYTES + Integer.BYTES + bytes.length;
    }

    @Override
    void writeFields(ByteBuffer target) {
        target.putLong(largeBodyId);
        target.putInt(bytes.length).put(bytes);
    }

    static ChunkRecord read(long timestamp, ByteBuffer source) {
        long largeBodyId = source.getLong();
        byte[] bytes = new byte[source.getInt()];
        source.get(bytes);
        return new ChunkRecord(timestamp, largeBodyId, bytes);
    }
}
