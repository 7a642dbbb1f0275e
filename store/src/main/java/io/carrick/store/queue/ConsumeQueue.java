package io.carrick.store.queue;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * The entries of one message queue in order, addressed by index from 0. Short queues live in memory and own no page;
 * of a long one the middle chunks are on pages, and cost about 60 bytes of heap each. Owned by one thread.
 *
 * <p>An entry read from a spilled chunk is a copy that lives as long as the chunk is loaded: it is the same object for
 * one scan, not for ever, and changes of its place must go through {@link #place}.
 *
 * <p>A failed access to the disk is thrown as {@link UncheckedIOException}; the queue must not be used after it.
 */
public final class ConsumeQueue {
    /** Chunks looked at before an append gives up finding one that may be spilled. */
    private static final int SPILL_ATTEMPTS = 4;

    private final ConsumeQueueSettings settings;
    private final ChunkPages pages;
    private final ChunkDirectory chunks = new ChunkDirectory();
    private final ResidentChunks resident;
    private long firstIndex;
    private long endIndex;
    private long size;
    private long lastSequence = Long.MIN_VALUE;

    /** An empty queue. */
    public ConsumeQueue(PageFile pages, ConsumeQueueSettings settings) {
        int chunkBytes = settings.chunkEntries() * QueueEntry.ENTRY_BYTES;
        if (chunkBytes > pages.payloadBytes()) {
            throw new IllegalArgumentException("a chunk of " + settings.chunkEntries() + " entries takes " + chunkBytes
                    + " bytes, a page holds " + pages.payloadBytes());
        }
        this.settings = settings;
        this.pages = new ChunkPages(pages);
        this.resident = new ResidentChunks(pages.residentChunks());
    }

    /**
     * Adds an entry at the end.
     *
     * @return its index
     * @throws IllegalArgumentException if its sequence is not above that of the entry before
     */
    public long append(QueueEntry entry) {
        if (entry.sequence() <= lastSequence) {
            throw new IllegalArgumentException(
                    "sequence " + entry.sequence() + " after " + lastSequence + " in one queue");
        }
        Chunk tail = chunks.last();
        if (tail == null || !tail.takes(endIndex, settings.chunkEntries())) {
            tail = addChunk(entry.sequence());
        }
        tail.append(entry, settings.chunkEntries());
        lastSequence = entry.sequence();
        size++;
        return endIndex++;
    }

    private Chunk addChunk(long sequence) {
        Chunk tail = Chunk.inMemory(endIndex, sequence);
        chunks.add(tail);
        resident.add(1);
        if (resident.exceed(settings)) {
            spill(SPILL_ATTEMPTS);
        }
        return tail;
    }

    /**
     * Spills what exceeds the memory limit and may go now. Appending does this by itself; it is of use when entries
     * that had to stay may go at last.
     *
     * @return chunks spilled
     */
    public int spill() {
        return spill(Integer.MAX_VALUE);
    }

    /** The youngest go first, since the oldest are read first; neither the first chunk nor the last goes. */
    private int spill(int attempts) {
        int spilled = 0;
        int attempt = 0;
        for (int place = chunks.size() - 2; place > 0 && attempt < attempts; place--, attempt++) {
            if (!resident.exceed(settings)) {
                break;
            }
            Chunk chunk = chunks.get(place);
            if (chunk.isInMemory() && maySpill(chunk)) {
                spill(chunk);
                spilled++;
            }
        }
        return spilled;
    }

    private boolean maySpill(Chunk chunk) {
        QueueEntry[] slots = chunk.slots();
        for (int slot = chunk.nextLive(0); slot < chunk.count(); slot = chunk.nextLive(slot + 1)) {
            if (!settings.gate().maySpill(slots[slot])) {
                return false;
            }
            if (!slots[slot].isPlaced()) {
                throw new IllegalStateException("the gate lets go " + slots[slot] + ", which has no place in the log");
            }
        }
        return true;
    }

    private void spill(Chunk chunk) {
        QueueEntry[] slots = chunk.slots();
        try {
            pages.spill(chunk);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        resident.add(-1);
        for (int slot = chunk.nextLive(0); slot < chunk.count(); slot = chunk.nextLive(slot + 1)) {
            settings.gate().spilled(slots[slot]);
        }
    }

    /** The entry, or null if it is dead or was never there. */
    public QueueEntry get(long index) {
        int place = chunks.covering(index);
        if (place < 0) {
            return null;
        }
        Chunk chunk = chunks.get(place);
        int slot = chunk.slot(index);
        return chunk.isLive(slot) ? slots(chunk)[slot] : null;
    }

    private QueueEntry[] slots(Chunk chunk) {
        if (chunk.isInMemory()) {
            return chunk.slots();
        }
        try {
            return pages.load(chunk, settings.loadedChunksMax());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Index of the first live entry, {@link #endIndex} if there is none. */
    public long firstIndex() {
        return firstIndex;
    }

    /** Index of the entry to be appended next. */
    public long endIndex() {
        return endIndex;
    }

    /** Number of live entries. */
    public long size() {
        return size;
    }

    /** Whether the entry is there and not removed. */
    public boolean isLive(long index) {
        int place = chunks.covering(index);
        return place >= 0 && chunks.get(place).isLive(chunks.get(place).slot(index));
    }

    /** Index of the first live entry from {@code index} on, {@link #endIndex} if there is none. Reads no page. */
    public long nextLive(long index) {
        long from = index;
        for (int place = chunks.endingAfter(from); place < chunks.size(); place++) {
            Chunk chunk = chunks.get(place);
            from = Math.max(from, chunk.firstIndex());
            int slot = chunk.nextLive(chunk.slot(from));
            if (slot < chunk.count()) {
                return chunk.firstIndex() + slot;
            }
        }
        return endIndex;
    }

    /** The entry is dead; without effect if it was so before. A chunk whose last entry dies gives back its room. */
    public void removed(long index) {
        int place = chunks.covering(index);
        if (place < 0 || !chunks.get(place).isLive(chunks.get(place).slot(index))) {
            return;
        }
        Chunk chunk = chunks.get(place);
        chunk.remove(chunk.slot(index));
        size--;
        if (chunk.live() == 0) {
            drop(place);
        }
        if (index == firstIndex) {
            firstIndex = nextLive(index + 1);
        }
    }

    private void drop(int place) {
        Chunk chunk = chunks.get(place);
        if (chunk.isInMemory() && place == chunks.size() - 1) {
            chunk.restart(endIndex);
            return;
        }
        chunks.remove(place);
        if (chunk.isInMemory()) {
            resident.add(-1);
        } else {
            pages.free(chunk);
        }
    }

    /** Removes everything and gives back all pages: the queue is emptied, or is to be forgotten. Indexes go on. */
    public void clear() {
        for (int place = 0; place < chunks.size(); place++) {
            if (!chunks.get(place).isInMemory()) {
                pages.free(chunks.get(place));
            }
        }
        chunks.clear();
        resident.clear();
        size = 0;
        firstIndex = endIndex;
    }

    /** The record of a live entry is at another place of the log now; without effect if the entry is dead. */
    public void place(long index, long position, int recordSize) {
        QueueEntry entry = get(index);
        if (entry == null) {
            return;
        }
        entry.place(position, recordSize);
        if (!chunks.get(chunks.covering(index)).isInMemory()) {
            pages.changed();
        }
    }

    /** Index of the live entry of that sequence, -1 if there is none. */
    public long indexOfSequence(long sequence) {
        Chunk chunk = chunks.holding(sequence);
        if (chunk == null) {
            return -1;
        }
        int slot = SequenceSearch.find(slots(chunk), chunk.count(), sequence);
        return slot >= 0 && chunk.isLive(slot) ? chunk.firstIndex() + slot : -1;
    }

    /**
     * Writes the queue: chunks in memory with their entries, spilled ones by page. Entries that are only in memory are
     * left out; they are dead after a restart.
     */
    public void write(DataOutput out) throws IOException {
        out.writeLong(endIndex);
        out.writeLong(lastSequence);
        int written = 0;
        for (int place = 0; place < chunks.size(); place++) {
            written += chunks.get(place).isWorthWriting() ? 1 : 0;
        }
        out.writeInt(written);
        for (int place = 0; place < chunks.size(); place++) {
            if (chunks.get(place).isWorthWriting()) {
                chunks.get(place).write(out);
            }
        }
    }

    /** The queue as it was written; {@code pages} must be as of the same checkpoint. */
    public static ConsumeQueue read(DataInput in, PageFile pages, ConsumeQueueSettings settings) throws IOException {
        ConsumeQueue queue = new ConsumeQueue(pages, settings);
        queue.endIndex = in.readLong();
        queue.lastSequence = in.readLong();
        for (int left = in.readInt(); left > 0; left--) {
            Chunk chunk = Chunk.read(in);
            queue.chunks.add(chunk);
            queue.size += chunk.live();
            queue.resident.add(chunk.isInMemory() ? 1 : 0);
        }
        queue.firstIndex = queue.nextLive(0);
        return queue;
    }
}
