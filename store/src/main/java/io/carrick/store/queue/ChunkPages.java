package io.carrick.store.queue;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The spilled chunks of one queue: written to pages, read back and held decoded for a while, the least recently used
 * one given up first. A page holds the binary forms of all the chunk's entries, zeros for those dead when written.
 */
final class ChunkPages {
    private final PageFile pages;
    /** Most recently used first, null behind the last; allocated with the first load. */
    private Chunk[] loaded;

    private QueueEntry[][] entries;

    ChunkPages(PageFile pages) {
        this.pages = pages;
    }

    void spill(Chunk chunk) throws IOException {
        chunk.spilled(pages.write(encode(chunk.slots(), chunk.count())));
    }

    /** Writes a loaded chunk again after its entries were changed. */
    void rewrite(Chunk chunk, QueueEntry[] slots) throws IOException {
        long old = chunk.page();
        chunk.moved(pages.write(encode(slots, chunk.count())));
        pages.free(old);
    }

    private static ByteBuffer encode(QueueEntry[] slots, int count) {
        ByteBuffer page = ByteBuffer.allocate(count * QueueEntry.ENTRY_BYTES);
        for (int slot = 0; slot < count; slot++) {
            if (slots[slot] != null) {
                slots[slot].write(page.position(slot * QueueEntry.ENTRY_BYTES));
            }
        }
        return page.clear();
    }

    /** The entries of a spilled chunk; null where the entry was dead when it was loaded. */
    QueueEntry[] load(Chunk chunk, int loadedMax) throws IOException {
        if (loaded == null) {
            loaded = new Chunk[loadedMax];
            entries = new QueueEntry[loadedMax][];
        }
        if (loaded[0] != chunk) {
            int place = indexOf(chunk);
            if (place < 0) {
                moveToFront(loadedMax - 1, chunk, decode(chunk));
            } else {
                moveToFront(place, chunk, entries[place]);
            }
        }
        return entries[0];
    }

    private int indexOf(Chunk chunk) {
        int place = loaded.length - 1;
        while (place >= 0 && loaded[place] != chunk) {
            place--;
        }
        return place;
    }

    private void moveToFront(int place, Chunk chunk, QueueEntry[] slots) {
        System.arraycopy(loaded, 0, loaded, 1, place);
        System.arraycopy(entries, 0, entries, 1, place);
        loaded[0] = chunk;
        entries[0] = slots;
    }

    private QueueEntry[] decode(Chunk chunk) throws IOException {
        ByteBuffer page = pages.read(chunk.page());
        QueueEntry[] slots = new QueueEntry[chunk.count()];
        for (int slot = chunk.nextLive(0); slot < slots.length; slot = chunk.nextLive(slot + 1)) {
            slots[slot] = QueueEntry.read(page.position(slot * QueueEntry.ENTRY_BYTES));
        }
        return slots;
    }

    /** The chunk is dead: its page is given back. */
    void free(Chunk chunk) {
        pages.free(chunk.page());
        int place = loaded == null ? -1 : indexOf(chunk);
        if (place >= 0) {
            loaded[place] = null;
            entries[place] = null;
        }
    }
}
