package io.carrick.store.timer;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * The timers of one span of time in no order: pages on disk, and blocks in memory of the same form. A timer takes
 * {@link #TIMER_BYTES} bytes: time (8), kind (4), owner (8), key (8).
 */
final class TimerBucket {
    static final int TIMER_BYTES = 28;

    private static final int BLOCK_MIN = 4 * TIMER_BYTES;

    private final Deque<ByteBuffer> blocks = new ArrayDeque<>();
    private long[] pages = {};
    private int pageCount;

    /**
     * Adds a timer to the last block.
     *
     * @return whether that block is full now
     */
    boolean add(int blockBytes, long time, int kind, long owner, long key) {
        ByteBuffer block = blocks.peekLast();
        if (block == null || block.position() == blockBytes) {
            block = ByteBuffer.allocate(Math.min(BLOCK_MIN, blockBytes));
            blocks.addLast(block);
        } else if (!block.hasRemaining()) {
            blocks.removeLast();
            int capacity = Math.min(blockBytes, block.capacity() * 2);
            block = ByteBuffer.allocate(capacity).put(block.flip());
            blocks.addLast(block);
        }
        block.putLong(time).putInt(kind).putLong(owner).putLong(key);
        return block.position() == blockBytes;
    }

    /** Takes the last block out of memory, to be written to a page. */
    ByteBuffer takeLastBlock() {
        return blocks.removeLast().flip();
    }

    /** Takes any block out of memory, null if there is none. */
    ByteBuffer takeBlock() {
        ByteBuffer block = blocks.pollFirst();
        return block == null ? null : block.flip();
    }

    void addPage(long page) {
        if (pageCount == pages.length) {
            pages = Arrays.copyOf(pages, Math.max(4, pageCount * 2));
        }
        pages[pageCount++] = page;
    }

    boolean hasPage() {
        return pageCount > 0;
    }

    long takePage() {
        return pages[--pageCount];
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(pageCount);
        for (int i = 0; i < pageCount; i++) {
            out.writeLong(pages[i]);
        }
        out.writeInt(blocks.size());
        for (ByteBuffer block : blocks) {
            out.writeInt(block.position());
            out.write(block.array(), 0, block.position());
        }
    }

    static TimerBucket read(DataInput in) throws IOException {
        TimerBucket bucket = new TimerBucket();
        for (int left = in.readInt(); left > 0; left--) {
            bucket.addPage(in.readLong());
        }
        for (int left = in.readInt(); left > 0; left--) {
            byte[] bytes = new byte[in.readInt()];
            in.readFully(bytes);
            bucket.blocks.addLast(ByteBuffer.wrap(bytes).position(bytes.length));
        }
        return bucket;
    }

    /** Timers in memory. */
    int inMemory() {
        return blocks.stream().mapToInt(ByteBuffer::position).sum() / TIMER_BYTES;
    }
}
