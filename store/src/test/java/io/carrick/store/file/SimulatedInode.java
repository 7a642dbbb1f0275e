package io.carrick.store.file;

import java.util.Arrays;
import java.util.BitSet;
import java.util.SplittableRandom;

/** The contents of a file of the simulated disk, as the page cache shows them and as they are on the platter. */
final class SimulatedInode {
    static final int SECTOR_BYTES = 512;
    private static final int SECTORS_PER_PAGE = 8;

    private byte[] cached = new byte[0];
    private byte[] durable = new byte[0];
    /** Sectors that the cache holds differently and that a force would write. */
    private final BitSet dirty = new BitSet();

    int size() {
        return cached.length;
    }

    byte[] contents() {
        return cached.clone();
    }

    void overwrite(byte[] contents) {
        cached = contents.clone();
        durable = contents.clone();
        dirty.clear();
    }

    int read(byte[] target, int offset, int length, int position) {
        int count = Math.min(length, cached.length - position);
        System.arraycopy(cached, position, target, offset, Math.max(0, count));
        return count;
    }

    void write(byte[] source, int position) {
        if (source.length == 0) {
            return;
        }
        resize(Math.max(cached.length, position + source.length));
        System.arraycopy(source, 0, cached, position, source.length);
        dirty.set(position / SECTOR_BYTES, (position + source.length - 1) / SECTOR_BYTES + 1);
    }

    void resize(int size) {
        if (size != cached.length) {
            dirty.set(Math.min(size, cached.length) / SECTOR_BYTES, sectors(size));
            cached = Arrays.copyOf(cached, size);
        }
    }

    /** Everything is durable, except what a failed force has dropped before: nobody will ever write that. */
    void force() {
        writeBack(dirty);
    }

    /**
     * As Linux does it: some sectors reach the disk, the others are forgotten, and all count as clean from now on. The
     * cache goes on showing what is not on the disk, until it drops the page.
     */
    void failForce(SplittableRandom random) {
        BitSet written = new BitSet();
        dirty.stream().filter(sector -> random.nextBoolean()).forEach(written::set);
        BitSet lost = (BitSet) dirty.clone();
        lost.andNot(written);
        writeBack(written);
        dirty.clear();
        lost.stream().filter(sector -> random.nextBoolean()).forEach(this::dropFromCache);
    }

    private void writeBack(BitSet sectors) {
        durable = Arrays.copyOf(durable, cached.length);
        sectors.stream().forEach(sector -> copySector(cached, durable, sector));
        if (sectors == dirty) {
            dirty.clear();
        }
    }

    private void dropFromCache(int sector) {
        copySector(durable, cached, sector);
    }

    private static void copySector(byte[] from, byte[] to, int sector) {
        int start = sector * SECTOR_BYTES;
        int length = Math.min(SECTOR_BYTES, Math.min(from.length, to.length) - start);
        if (length > 0) {
            System.arraycopy(from, start, to, start, length);
        }
    }

    /** Power cut: dirty pages reach the disk, or do not, or in part. */
    void crash(SplittableRandom random) {
        BitSet written = new BitSet();
        int pages = sectors(cached.length) / SECTORS_PER_PAGE + 1;
        for (int page = 0; page < pages; page++) {
            int fate = random.nextInt(3);
            for (int sector = page * SECTORS_PER_PAGE; sector < (page + 1) * SECTORS_PER_PAGE; sector++) {
                if (dirty.get(sector) && (fate == 0 || fate == 1 && random.nextBoolean())) {
                    written.set(sector);
                }
            }
        }
        int durableSize = random.nextBoolean() ? cached.length : durable.length;
        durable = Arrays.copyOf(durable, durableSize);
        written.stream().forEach(sector -> copySector(cached, durable, sector));
        dirty.clear();
        cached = durable.clone();
    }

    private static int sectors(int bytes) {
        return (bytes + SECTOR_BYTES - 1) / SECTOR_BYTES;
    }
}
