package io.carrick.store;

import io.carrick.store.file.LogFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** A buffer that slides over a file for sequential reading; behind the end of the file it shows zeros. */
final class SegmentWindow {
    private static final int WINDOW_BYTES = 256 << 10;

    private final LogFile file;
    private ByteBuffer buffer;
    private long bufferOffset;
    private int buffered;

    SegmentWindow(LogFile file, long fileBytes) {
        this.file = file;
        this.buffer = ByteBuffer.allocate((int) Math.min(WINDOW_BYTES, fileBytes));
    }

    /** The buffer that {@link #index} refers to, until its next call. */
    ByteBuffer buffer() {
        return buffer;
    }

    /** Makes a range of the file available; returns where in {@link #buffer} it starts. */
    int index(long offset, int length) throws IOException {
        if (offset < bufferOffset || offset + length > bufferOffset + buffered) {
            fill(offset, length);
        }
        return (int) (offset - bufferOffset);
    }

    private void fill(long offset, int length) throws IOException {
        if (length > buffer.capacity()) {
            buffer = ByteBuffer.allocate(length);
        }
        buffer.clear();
        int count = Math.max(0, file.read(buffer, offset));
        Arrays.fill(buffer.array(), count, buffer.capacity(), (byte) 0);
        buffer.clear();
        bufferOffset = offset;
        buffered = buffer.capacity();
    }
}
