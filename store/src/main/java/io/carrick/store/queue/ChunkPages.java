package io.carrick.store.queue;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The spilled chunks of one queue: written to pages, read back and held decoded for a while, the least recently used
 * one given up first. A page holds the binary forms of all the chunk's entries, zeros for those dead when written.
 * Changed entries are written back, to another page, when their chunk is given up or a checkpoint begins.
 */
final class ChunkPages implements PageFile.WriteBack {
    /** A spilled chunk that is held decoded. */
    private static final class Loaded {
        private final Chunk chunk;
        private final QueueEntry[] slots;
        private boolean changed;

        Loaded(Chunk chunk, QueueEntry[] slots) {
            this.chunk = chunk;
            this.slots = slots;
        }
    }

    private final PageFile pages;
    /** Most recently used first; allocated with the first load. */
    private Loaded[] loaded;

    private boolean anyChanged;

    ChunkPages(PageFile pages) {
        this.pages = pages;
    }

    void spill(Chunk chunk) throws IOException {
        chunk.spilled(pages.write(encode(chunk.slots(), chunk.count())));
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
            loaded = new Loaded[loadedMax];
        }
        int place = indexOf(chunk);
        if (place < 0) {
            place = loadedMax - 1;
            Loaded read = new Loaded(chunk, decode(chunk));
            writeBack(loaded[place]);
            loaded[place] = read;
        }
        moveToFront(place);
        return loaded[0].slots;
    }

    private int indexOf(Chunk chunk) {
        int place = 0;
        while (place < loaded.length && (loaded[place] == null || loaded[place].chunk != chunk)) {
            place++;
        }
        return place == loaded.length ? -1 : place;
    }

    private void moveToFront(int place) {
        Loaded moved = loaded[place];
        System.arraycopy(loaded, 0, loaded, 1, place);
        loaded[0] = moved;
    }

    private QueueEntry[] decode(Chunk chunk) throws IOException {
        ByteBuffer page = pages.read(chunk.page());
        QueueEntry[] slots = new QueueEntry[chunk.count()];
        for (int slot = chunk.nextLive(0); slot < slots.length; slot = chunk.nextLive(slot + 1)) {
            slots[slot] = QueueEntry.read(page.position(slot * QueueEntry.ENTRY_BYTES));
        }
        return slots;
    }

    /** Entries of the chunk loaded last were changed. */
    void changed() {
        loaded[0].changed = true;
        if (!anyChanged) {
            anyChanged = true;
            pages.beforeCheckpoint(this);
        }
    }

    private void writeBack(Loaded old) throws IOException {
        if (old != null && old.changed) {
            long page = old.chunk.page();
            old.chunk.moved(pages.write(encode(old.slots, old.slots.length)));
            pages.free(page);
            old.changed = false;
        }
    }

    @Override
    public void writeBack() throws IOException {
        anyChanged = false;
        for (Loaded each : loaded) {
            writeBack(each);
        }
    }

    /** The chunk is dead: its page is given back. */
    void free(Chunk chunk) {
        pages.free(chunk.page());
        int place = loaded == null ? -1 : indexOf(chunk);
        if (place >= 0) {
            loaded[place] = null;
        }
    }
}
