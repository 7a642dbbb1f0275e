package io.carrick.store.index;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The form of a run on disk, big-endian. First blocks of {@link #BLOCK_BYTES} with up to {@link #BLOCK_ENTRIES}
 * entries in the order of hash, then position (CRC-32C of the rest (4), entry count (4), entries: hash (8), timestamp
 * (8), position (8), size (4), zeros). Then a Bloom filter in blocks of {@link #BLOOM_BYTES} (CRC-32C of the rest (4),
 * 480 bits), one of which answers for a hash. Then the fences: the first hash of each block, and the CRC-32C of them.
 * A run takes a multiple of {@link #BLOCK_BYTES}.
 */
final class RunFormat {
    static final int ENTRY_BYTES = 28;
    static final int BLOCK_BYTES = 4096;
    static final int BLOCK_HEADER_BYTES = 8;
    static final int BLOCK_ENTRIES = (BLOCK_BYTES - BLOCK_HEADER_BYTES) / ENTRY_BYTES;
    static final int BLOOM_BYTES = 64;

    private static final int CRC_BYTES = 4;
    private static final int BLOOM_BITS = (BLOOM_BYTES - CRC_BYTES) * 8;
    /** With 10 bits per entry and six probes about one in 80 absent hashes is let through. */
    private static final int BLOOM_BLOCK_ENTRIES = BLOOM_BITS / 10;

    private static final int PROBES = 6;

    private RunFormat() {}

    static int blocks(int entries) {
        return (entries + BLOCK_ENTRIES - 1) / BLOCK_ENTRIES;
    }

    static int bloomBlocks(int entries) {
        return (entries + BLOOM_BLOCK_ENTRIES - 1) / BLOOM_BLOCK_ENTRIES;
    }

    static long bloomOffset(int entries) {
        return (long) blocks(entries) * BLOCK_BYTES;
    }

    static long fenceOffset(int entries) {
        return bloomOffset(entries) + (long) bloomBlocks(entries) * BLOOM_BYTES;
    }

    static int fenceBytes(int entries) {
        return blocks(entries) * Long.BYTES + CRC_BYTES;
    }

    static long runBytes(int entries) {
        long bytes = fenceOffset(entries) + fenceBytes(entries);
        return (bytes + BLOCK_BYTES - 1) / BLOCK_BYTES * BLOCK_BYTES;
    }

    /** The Bloom block that answers for a hash. */
    static int bloomBlock(long hash, int bloomBlocks) {
        return (int) Long.remainderUnsigned(KeyHash.mix(hash), bloomBlocks);
    }

    /** Sets the bits of a hash in the Bloom block at {@code offset}. */
    static void bloomAdd(ByteBuffer bloom, int offset, long hash) {
        long bits = KeyHash.mix(~hash);
        for (int probe = 0; probe < PROBES; probe++) {
            int bit = bloomBit(bits, probe);
            int place = offset + CRC_BYTES + (bit >> 3);
            bloom.put(place, (byte) (bloom.get(place) | 1 << (bit & 7)));
        }
    }

    static boolean bloomContains(ByteBuffer block, long hash) {
        long bits = KeyHash.mix(~hash);
        for (int probe = 0; probe < PROBES; probe++) {
            int bit = bloomBit(bits, probe);
            if ((block.get(CRC_BYTES + (bit >> 3)) & 1 << (bit & 7)) == 0) {
                return false;
            }
        }
        return true;
    }

    /** Ten bits of the hash for each probe. */
    private static int bloomBit(long bits, int probe) {
        return (int) ((bits >>> 10 * probe & 1023) * BLOOM_BITS >>> 10);
    }

    /** CRC-32C of a part of a buffer. */
    static int crc(ByteBuffer buffer, int from, int to) {
        CRC32C crc = new CRC32C();
        crc.update(buffer.duplicate().limit(to).position(from));
        return (int) crc.getValue();
    }
}
