package io.carrick.store.index;

import io.carrick.store.file.LogFile;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Sorts what is in memory and writes it as a run, from front to back. */
final class RunWriter {
    private static final int RADIX_BITS = 8;
    private static final int RADIX = 1 << RADIX_BITS;

    private final MemoryRun run;
    private final int[] order;
    private final int blocks;

    RunWriter(MemoryRun run) {
        this.run = run;
        this.order = sortedByHash(run);
        this.blocks = RunFormat.blocks(run.count());
    }

    /** Radix sort: it keeps the order of arrival, which is that of positions, among equal hashes. */
    private static int[] sortedByHash(MemoryRun run) {
        int[] from = new int[run.count()];
        for (int i = 0; i < from.length; i++) {
            from[i] = i;
        }
        int[] to = new int[from.length];
        for (int shift = 0; shift < Long.SIZE; shift += RADIX_BITS) {
            scatter(run, shift, from, to);
            int[] swap = from;
            from = to;
            to = swap;
        }
        return from;
    }

    private static void scatter(MemoryRun run, int shift, int[] from, int[] to) {
        int[] next = new int[RADIX + 1];
        for (int entry : from) {
            next[digit(run.hash(entry), shift) + 1]++;
        }
        for (int digit = 0; digit < RADIX; digit++) {
            next[digit + 1] += next[digit];
        }
        for (int entry : from) {
            to[next[digit(run.hash(entry), shift)]++] = entry;
        }
    }

    /** With the sign bit turned, so that the order is that of signed numbers. */
    private static int digit(long hash, int shift) {
        return (int) ((hash ^ Long.MIN_VALUE) >>> shift) & RADIX - 1;
    }

    void write(LogFile file, RunSummary summary) throws IOException {
        ByteBuffer block = ByteBuffer.allocateDirect(RunFormat.BLOCK_BYTES);
        for (int i = 0; i < blocks; i++) {
            fillBlock(block, i);
            file.write(block, summary.offset() + (long) i * RunFormat.BLOCK_BYTES);
        }
        file.write(bloom(), summary.bloomOffset());
        file.write(fences(), summary.fenceOffset());
    }

    private void fillBlock(ByteBuffer block, int number) {
        int from = number * RunFormat.BLOCK_ENTRIES;
        int to = Math.min(run.count(), from + RunFormat.BLOCK_ENTRIES);
        block.clear().putInt(0).putInt(to - from);
        for (int i = from; i < to; i++) {
            int entry = order[i];
            block.putLong(run.hash(entry)).putLong(run.timestamp(entry));
            block.putLong(run.position(entry)).putInt(run.size(entry));
        }
        while (block.hasRemaining()) {
            block.put((byte) 0);
        }
        block.putInt(0, RunFormat.crc(block, Integer.BYTES, RunFormat.BLOCK_BYTES))
                .flip();
    }

    private ByteBuffer bloom() {
        int bloomBlocks = RunFormat.bloomBlocks(run.count());
        ByteBuffer bloom = ByteBuffer.allocate(bloomBlocks * RunFormat.BLOOM_BYTES);
        for (int entry = 0; entry < run.count(); entry++) {
            int block = RunFormat.bloomBlock(run.hash(entry), bloomBlocks);
            RunFormat.bloomAdd(bloom, block * RunFormat.BLOOM_BYTES, run.hash(entry));
        }
        for (int block = 0; block < bloomBlocks; block++) {
            int offset = block * RunFormat.BLOOM_BYTES;
            bloom.putInt(offset, RunFormat.crc(bloom, offset + Integer.BYTES, offset + RunFormat.BLOOM_BYTES));
        }
        return bloom;
    }

    private ByteBuffer fences() {
        ByteBuffer fences = ByteBuffer.allocate(RunFormat.fenceBytes(run.count()));
        for (int block = 0; block < blocks; block++) {
            fences.putLong(run.hash(order[block * RunFormat.BLOCK_ENTRIES]));
        }
        fences.putInt(RunFormat.crc(fences, 0, fences.position()));
        return fences.flip();
    }
}
