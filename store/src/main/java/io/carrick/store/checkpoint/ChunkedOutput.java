package io.carrick.store.checkpoint;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Collects bytes in a list of arrays. */
final class ChunkedOutput extends OutputStream {
    private static final int CHUNK_MIN = 4 * 1024;
    private static final int CHUNK_MAX = 1024 * 1024;

    private final List<byte[]> full = new ArrayList<>();
    private byte[] current = new byte[CHUNK_MIN];
    private int used;
    private long fullBytes;

    @Override
    public void write(int value) {
        if (used == current.length) {
            next();
        }
        current[used++] = (byte) value;
    }

    @Override
    public void write(byte[] source, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, source.length);
        int from = offset;
        int end = offset + length;
        while (from < end) {
            if (used == current.length) {
                next();
            }
            int count = Math.min(end - from, current.length - used);
            System.arraycopy(source, from, current, used, count);
            used += count;
            from += count;
        }
    }

    private void next() {
        full.add(current);
        fullBytes += current.length;
        current = new byte[Math.min(CHUNK_MAX, current.length * 2)];
        used = 0;
    }

    long length() {
        return fullBytes + used;
    }

    void writeTo(OutputStream target) throws IOException {
        for (byte[] chunk : full) {
            target.write(chunk);
        }
        target.write(current, 0, used);
    }
}
