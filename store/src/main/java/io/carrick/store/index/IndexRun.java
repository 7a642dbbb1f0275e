package io.carrick.store.index;

import io.carrick.store.file.LogDirectory;
import io.carrick.store.file.LogFile;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A run on disk. Opened, and its fences read, with the first search. Thread-safe for searches. */
final class IndexRun {
    private final LogDirectory directory;
    private final RunSummary summary;
    private LogFile file;
    private long[] fences;

    IndexRun(LogDirectory directory, RunSummary summary) {
        this.directory = directory;
        this.summary = summary;
    }

    RunSummary summary() {
        return summary;
    }

    /** Offers matching entries, newest first. */
    void find(IndexQuery query) throws IOException {
        if (!query.overlaps(summary.minTimestamp(), summary.maxTimestamp())) {
            return;
        }
        open();
        if (mayContain(query.hash())) {
            int block = lastBlock(query.hash());
            while (block >= 0 && !query.isFull() && findInBlock(block, query)) {
                block--;
            }
        }
    }

    private synchronized void open() throws IOException {
        if (file == null) {
            file = directory.open(summary.fileName());
        }
        if (fences == null) {
            ByteBuffer bytes = read(RunFormat.fenceOffset(summary.entries()), RunFormat.fenceBytes(summary.entries()));
            int end = bytes.limit() - Integer.BYTES;
            check(bytes.getInt(end), RunFormat.crc(bytes, 0, end), RunFormat.fenceOffset(summary.entries()));
            long[] hashes = new long[RunFormat.blocks(summary.entries())];
            bytes.asLongBuffer().get(hashes);
            fences = hashes;
        }
    }

    private boolean mayContain(long hash) throws IOException {
        int block = RunFormat.bloomBlock(hash, RunFormat.bloomBlocks(summary.entries()));
        long offset = RunFormat.bloomOffset(summary.entries()) + (long) block * RunFormat.BLOOM_BYTES;
        ByteBuffer bytes = read(offset, RunFormat.BLOOM_BYTES);
        check(bytes.getInt(0), RunFormat.crc(bytes, Integer.BYTES, RunFormat.BLOOM_BYTES), offset);
        return RunFormat.bloomContains(bytes, hash);
    }

    /** The last block whose first hash is not above this one, -1 if none. */
    private int lastBlock(long hash) {
        int low = 0;
        int high = fences.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (fences[middle] > hash) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low - 1;
    }

    /** Returns whether the block before may hold matches too: this one begins with the hash. */
    private boolean findInBlock(int block, IndexQuery query) throws IOException {
        long offset = (long) block * RunFormat.BLOCK_BYTES;
        ByteBuffer bytes = read(offset, RunFormat.BLOCK_BYTES);
        check(bytes.getInt(0), RunFormat.crc(bytes, Integer.BYTES, RunFormat.BLOCK_BYTES), offset);
        for (int entry = bytes.getInt(Integer.BYTES) - 1; entry >= 0; entry--) {
            int place = RunFormat.BLOCK_HEADER_BYTES + entry * RunFormat.ENTRY_BYTES;
            long hash = bytes.getLong(place);
            query.offer(hash, bytes.getLong(place + 8), bytes.getLong(place + 16), bytes.getInt(place + 24));
        }
        return fences[block] == query.hash();
    }

    private ByteBuffer read(long offset, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            if (file.read(bytes, offset + bytes.position()) <= 0) {
                throw new CorruptIndexException("index run " + file.name() + " should have " + length
                        + " bytes at offset " + offset + ", it ends after " + bytes.position());
            }
        }
        return bytes.flip();
    }

    private void check(int stored, int computed, long offset) throws IOException {
        if (stored != computed) {
            throw new CorruptIndexException(String.format(
                    "index run %s is damaged at offset %d: CRC is %08x, stored is %08x",
                    file.name(), offset, computed, stored));
        }
    }

    /** No search is running, and none will. */
    synchronized void close() throws IOException {
        if (file != null) {
            file.close();
            file = null;
        }
    }
}
