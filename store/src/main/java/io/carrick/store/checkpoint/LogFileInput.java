package io.carrick.store.checkpoint;

import io.carrick.store.file.LogFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** Reads a part of a file. Unbuffered: put a buffer in front. */
final class LogFileInput extends InputStream {
    private final LogFile file;
    private final long end;
    private long position;

    LogFileInput(LogFile file, long start, long end) {
        this.file = file;
        this.position = start;
        this.end = end;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (position >= end) {
            return -1;
        }
        ByteBuffer buffer = ByteBuffer.wrap(target, offset, (int) Math.min(length, end - position));
        int count = file.read(buffer, position);
        position += Math.max(0, count);
        return count;
    }
}
