package io.carrick.store.queue;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A run of consecutive entries of a consume queue, either in memory (then a slot is null when its entry is dead) or
 * spilled to a page (then dead entries are marked here). The tail chunk's array grows with its live span only: dead
 * entries at its front are given up when room is needed.
 */
final class Chunk {
    private static final int SLOTS_MIN = 4;
    private static final int SLOTS_KEPT = 16;
    private static final long NO_PAGE = -1;

    private long firstIndex;
    /** Not above the sequence of any entry in it, above that of every entry before it. */
    private long firstSequence;

    private int count;
    private int live;
    /** In memory: no entry below this slot is live. */
    private int head;
    /** Null when spilled. */
    private QueueEntry[] slots;

    private long page = NO_PAGE;
    /** Spilled: marks of dead slots, null while there are none. */
    private long[] dead;

    private Chunk(long firstIndex, long firstSequence) {
        this.firstIndex = firstIndex;
        this.firstSequence = firstSequence;
    }

    static Chunk inMemory(long firstIndex, long firstSequence) {
        Chunk chunk = new Chunk(firstIndex, firstSequence);
        chunk.slots = new QueueEntry[SLOTS_MIN];
        return chunk;
    }

    long firstIndex() {
        return firstIndex;
    }

    long firstSequence() {
        return firstSequence;
    }

    long endIndex() {
        return firstIndex + count;
    }

    int count() {
        return count;
    }

    int live() {
        return live;
    }

    long page() {
        return page;
    }

    boolean isInMemory() {
        return slots != null;
    }

    /** The slots of a chunk in memory. */
    QueueEntry[] slots() {
        return slots;
    }

    int slot(long index) {
        return (int) (index - firstIndex);
    }

    /** Whether the entry of that index could be appended here. */
    boolean takes(long index, int entriesMax) {
        return slots != null && endIndex() == index && (count < entriesMax || head >= entriesMax / 2 && head > 0);
    }

    void append(QueueEntry entry, int entriesMax) {
        if (count == slots.length) {
            makeRoom(entriesMax);
        }
        if (count == 0) {
            firstSequence = entry.sequence();
        }
        slots[count++] = entry;
        live++;
    }

    private void makeRoom(int entriesMax) {
        if (head > 0 && head >= slots.length / 2) {
            System.arraycopy(slots, head, slots, 0, count - head);
            Arrays.fill(slots, count - head, count, null);
            firstIndex += head;
            count -= head;
            head = 0;
        } else {
            slots = Arrays.copyOf(slots, Math.min(entriesMax, slots.length * 2));
        }
    }

    boolean isLive(int slot) {
        return slots == null ? dead == null || (dead[slot >> 6] & 1L << slot) == 0 : slots[slot] != null;
    }

    /** The first live slot from there on, {@link #count} if none. */
    int nextLive(int slot) {
        int next = slots == null ? slot : Math.max(slot, head);
        while (next < count && !isLive(next)) {
            next++;
        }
        return next;
    }

    /** Marks a live slot dead. */
    void remove(int slot) {
        live--;
        if (slots == null) {
            if (dead == null) {
                dead = new long[(count + 63) >> 6];
            }
            dead[slot >> 6] |= 1L << slot;
            return;
        }
        slots[slot] = null;
        while (head < count && slots[head] == null) {
            head++;
        }
    }

    /** All its entries are dead and it is to take later ones. */
    void restart(long index) {
        if (slots.length > SLOTS_KEPT) {
            slots = new QueueEntry[SLOTS_MIN];
        }
        firstIndex = index;
        count = 0;
        head = 0;
    }

    /** Its entries are on that page now. */
    void spilled(long pageId) {
        long[] marks = new long[(count + 63) >> 6];
        for (int slot = 0; slot < count; slot++) {
            if (slots[slot] == null) {
                marks[slot >> 6] |= 1L << slot;
            }
        }
        dead = live == count ? null : marks;
        slots = null;
        page = pageId;
    }

    /** Its page was written anew. */
    void moved(long pageId) {
        page = pageId;
    }

    /** Whether entries would be kept by {@link #write}: those that are only in memory are not. */
    boolean isWorthWriting() {
        return slots == null || Arrays.stream(slots).anyMatch(Chunk::isKept);
    }

    private static boolean isKept(QueueEntry entry) {
        return entry != null && entry.isPlaced();
    }

    void write(DataOutput out) throws IOException {
        out.writeLong(firstIndex);
        out.writeLong(firstSequence);
        out.writeInt(count);
        out.writeLong(page);
        if (slots == null) {
            out.writeBoolean(dead != null);
            if (dead != null) {
                writeWords(out, dead);
            }
        } else {
            writeSlots(out);
        }
    }

    private void writeSlots(DataOutput out) throws IOException {
        long[] kept = new long[(count + 63) >> 6];
        ByteBuffer entries = ByteBuffer.allocate(live * QueueEntry.ENTRY_BYTES);
        for (int slot = 0; slot < count; slot++) {
            if (isKept(slots[slot])) {
                kept[slot >> 6] |= 1L << slot;
                slots[slot].write(entries);
            }
        }
        writeWords(out, kept);
        out.write(entries.array(), 0, entries.position());
    }

    static Chunk read(DataInput in) throws IOException {
        Chunk chunk = new Chunk(in.readLong(), in.readLong());
        chunk.count = in.readInt();
        chunk.page = in.readLong();
        if (chunk.page == NO_PAGE) {
            chunk.readSlots(in);
        } else {
            chunk.dead = in.readBoolean() ? readWords(in, chunk.count) : null;
            chunk.live = chunk.count - cardinality(chunk.dead);
        }
        return chunk;
    }

    private void readSlots(DataInput in) throws IOException {
        long[] kept = readWords(in, count);
        live = cardinality(kept);
        byte[] bytes = new byte[live * QueueEntry.ENTRY_BYTES];
        in.readFully(bytes);
        ByteBuffer entries = ByteBuffer.wrap(bytes);
        slots = new QueueEntry[Math.max(SLOTS_MIN, count)];
        for (int slot = 0; slot < count; slot++) {
            if ((kept[slot >> 6] & 1L << slot) != 0) {
                slots[slot] = QueueEntry.read(entries);
            }
        }
        head = nextLive(0);
    }

    private static int cardinality(long[] words) {
        return words == null ? 0 : Arrays.stream(words).mapToInt(Long::bitCount).sum();
    }

    private static void writeWords(DataOutput out, long[] words) throws IOException {
        for (long word : words) {
            out.writeLong(word);
        }
    }

    private static long[] readWords(DataInput in, int bits) throws IOException {
        long[] words = new long[(bits + 63) >> 6];
        for (int i = 0; i < words.length; i++) {
            words[i] = in.readLong();
        }
        return words;
    }
}
