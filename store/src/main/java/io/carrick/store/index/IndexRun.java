package io.carrick.store.index;

import io.carrick.store.checkpoint.ExtentFiles;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A run on disk. Its fences are read with the first search. Thread-safe. */
final class IndexRun {
    private final ExtentFiles files;
    private final RunSummary summary;
    private volatile long[] fences;

    IndexRun(ExtentFiles files, RunSummary summary) {
        this.files = files;
        this.summary = summary;
    }

    RunSummary summary() {
        return summary;
    }

    /** Offers matching entries, newest first. */
    void find(IndexQuery query) throws IOException {
        if (!query.overlaps(summary.minTimestamp(), summary.maxTimestamp()) || !mayContain(query.hash())) {
            return;
        }
        long[] firstHashes = fences();
        int block = lastBlock(firstHashes, query.hash());
        while (block >= 0 && !query.isFull()) {
            findInBlock(block, query);
            // A block that begins with the hash may have more of it before.
            block = firstHashes[block] == query.hash() ? block - 1 : -1;
        }
    }

    private boolean mayContain(long hash) throws IOException {
        int block = RunFormat.bloomBlock(hash, RunFormat.bloomBlocks(summary.entries()));
        long offset = summary.bloomOffset() + (long) block * RunFormat.BLOOM_BYTES;
        ByteBuffer bytes = read(offset, RunFormat.BLOOM_BYTES);
        check(bytes.getInt(0), RunFormat.crc(bytes, Integer.BYTES, RunFormat.BLOOM_BYTES), offset);
        return RunFormat.bloomContains(bytes, hash);
    }

    private long[] fences() throws IOException {
        long[] known = fences;
        if (known == null) {
            ByteBuffer bytes = read(summary.fenceOffset(), RunFormat.fenceBytes(summary.entries()));
            int end = bytes.limit() - Integer.BYTES;
            check(bytes.getInt(end), RunFormat.crc(bytes, 0, end), summary.fenceOffset());
            known = new long[RunFormat.blocks(summary.entries())];
            bytes.asLongBuffer().get(known);
            fences = known;
        }
        return known;
    }

    /** The last block whose first hash is not above this one, -1 if none. */
    private static int lastBlock(long[] firstHashes, long hash) {
        int low = 0;
        int high = firstHashes.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (firstHashes[middle] > hash) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low - 1;
    }

    private void findInBlock(int block, IndexQuery query) throws IOException {
        long offset = summary.offset() + (long) block * RunFormat.BLOCK_BYTES;
        ByteBuffer bytes = read(offset, RunFormat.BLOCK_BYTES);
        check(bytes.getInt(0), RunFormat.crc(bytes, Integer.BYTES, RunFormat.BLOCK_BYTES), offset);
        for (int entry = bytes.getInt(Integer.BYTES) - 1; entry >= 0; entry--) {
            int place = RunFormat.BLOCK_HEADER_BYTES + entry * RunFormat.ENTRY_BYTES;
            long hash = bytes.getLong(place);
            query.offer(hash, bytes.getLong(place + 8), bytes.getLong(place + 16), bytes.getInt(place + 24));
        }
    }

    private ByteBuffer read(long offset, int length) throws IOException {
        var file = files.forReading(summary.file());
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            if (file.read(bytes, offset + bytes.position()) <= 0) {
                throw new CorruptIndexException("index file " + file.name() + " should have " + length
                        + " bytes at offset " + offset + ", it ends after " + bytes.position());
            }
        }
        return bytes.flip();
    }

    private void check(int stored, int computed, long offset) throws IOException {
        if (stored != computed) {
            throw new CorruptIndexException(String.format(
                    "index file %s is damaged at offset %d: CRC is %08x, stored is %08x",
                    files.forReading(summary.file()).name(), offset, computed, stored));
        }
    }
}
