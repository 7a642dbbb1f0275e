package io.carrick.store.queue;

import java.util.Arrays;

/** The chunks of a queue in order of index (and so of sequence), without the dead ones; found by binary search. */
final class ChunkDirectory {
    private static final Chunk[] NONE = {};

    private Chunk[] chunks = NONE;
    private int from;
    private int size;

    int size() {
        return size;
    }

    Chunk get(int place) {
        return chunks[from + place];
    }

    Chunk last() {
        return size == 0 ? null : get(size - 1);
    }

    void add(Chunk chunk) {
        if (from + size == chunks.length) {
            makeRoom();
        }
        chunks[from + size++] = chunk;
    }

    private void makeRoom() {
        Chunk[] target = from > size ? chunks : new Chunk[Math.max(1, size * 2)];
        System.arraycopy(chunks, from, target, 0, size);
        if (target == chunks) {
            Arrays.fill(chunks, size, from + size, null);
        }
        chunks = target;
        from = 0;
    }

    /** Takes one out by moving the shorter side. */
    void remove(int place) {
        if (place < size / 2) {
            System.arraycopy(chunks, from, chunks, from + 1, place);
            chunks[from++] = null;
        } else {
            System.arraycopy(chunks, from + place + 1, chunks, from + place, size - place - 1);
            chunks[from + size - 1] = null;
        }
        size--;
    }

    void clear() {
        chunks = NONE;
        from = 0;
        size = 0;
    }

    /** Place of the first chunk that ends behind the index, {@link #size} if none. */
    int endingAfter(long index) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (get(middle).endIndex() > index) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /** Place of the chunk that covers the index, -1 if none. */
    int covering(long index) {
        int place = endingAfter(index);
        return place < size && get(place).firstIndex() <= index ? place : -1;
    }

    /** The only chunk that can hold the sequence, null if none. */
    Chunk holding(long sequence) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (get(middle).firstSequence() > sequence) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low == 0 ? null : get(low - 1);
    }
}
