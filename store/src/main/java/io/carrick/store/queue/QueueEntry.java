package io.carrick.store.queue;

import java.nio.ByteBuffer;

/**
 * One message in a message queue: where its record lies in the commit log and what dispatch needs to know without
 * reading it. Not thread-safe.
 *
 * <p>Binary form, {@link #ENTRY_BYTES} bytes, big-endian:
 *
 * <pre>
 *  0 long sequence       24 long expiryTime    48 int groupHash
 *  8 long position       32 long deliverAt     52 int publisherHash
 * 16 int  size           40 int  flags
 * 20 int  priority       44 int  tagHash
 * </pre>
 */
public final class QueueEntry {
    /** Bytes of the binary form. */
    public static final int ENTRY_BYTES = 56;

    /** Position of an entry whose message is only in memory. */
    public static final long NO_POSITION = -1;

    private final long sequence;
    private final int priority;
    private final int flags;
    private final long expiryTime;
    private final long deliverAt;
    private final int tagHash;
    private final int groupHash;
    private final int publisherHash;
    private long position;
    private int size;
    private Object cached;

    /**
     * @param sequence of the message in its message queue
     * @param position of the message record in the commit log, or {@link #NO_POSITION}
     * @param size of that record in bytes
     * @param expiryTime milliseconds since the epoch; its absence is the caller's convention
     * @param deliverAt milliseconds since the epoch; its absence is the caller's convention
     */
    public QueueEntry(
            long sequence,
            long position,
            int size,
            int priority,
            int flags,
            long expiryTime,
            long deliverAt,
            int tagHash,
            int groupHash,
            int publisherHash) {
        this.sequence = sequence;
        this.position = position;
        this.size = size;
        this.priority = priority;
        this.flags = flags;
        this.expiryTime = expiryTime;
        this.deliverAt = deliverAt;
        this.tagHash = tagHash;
        this.groupHash = groupHash;
        this.publisherHash = publisherHash;
    }

    /** Place of the message in the order of its message queue. */
    public long sequence() {
        return sequence;
    }

    /** Position of the message record in the commit log, {@link #NO_POSITION} if the message is only in memory. */
    public long position() {
        return position;
    }

    /** Bytes of the message record in the commit log. */
    public int size() {
        return size;
    }

    public int priority() {
        return priority;
    }

    public int flags() {
        return flags;
    }

    public long expiryTime() {
        return expiryTime;
    }

    public long deliverAt() {
        return deliverAt;
    }

    public int tagHash() {
        return tagHash;
    }

    public int groupHash() {
        return groupHash;
    }

    public int publisherHash() {
        return publisherHash;
    }

    /** Whether the message has a record in the commit log. */
    public boolean isPlaced() {
        return position >= 0;
    }

    /** The message has got a record in the log, or its record was moved by compaction. */
    public void place(long newPosition, int newSize) {
        if (newPosition < 0 || newSize < 0) {
            throw new IllegalArgumentException(
                    "no place in the log: position " + newPosition + ", size " + newSize + " of sequence " + sequence);
        }
        position = newPosition;
        size = newSize;
    }

    /** The decoded message while it is in memory, else null. Not persisted. */
    public Object cached() {
        return cached;
    }

    public void cached(Object message) {
        cached = message;
    }

    /** Appends the binary form. */
    public void write(ByteBuffer target) {
        target.putLong(sequence).putLong(position).putInt(size).putInt(priority);
        target.putLong(expiryTime).putLong(deliverAt).putInt(flags);
        target.putInt(tagHash).putInt(groupHash).putInt(publisherHash);
    }

    /** Takes one binary form. */
    public static QueueEntry read(ByteBuffer source) {
        long sequence = source.getLong();
        long position = source.getLong();
        int size = source.getInt();
        int priority = source.getInt();
        long expiryTime = source.getLong();
        long deliverAt = source.getLong();
        int flags = source.getInt();
        int tagHash = source.getInt();
        int groupHash = source.getInt();
        int publisherHash = source.getInt();
        return new QueueEntry(
                sequence, position, size, priority, flags, expiryTime, deliverAt, tagHash, groupHash, publisherHash);
    }

    @Override
    public String toString() {
        return "sequence " + sequence + " at " + position + "+" + size;
    }
}
