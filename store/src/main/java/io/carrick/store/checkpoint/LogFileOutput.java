package io.carrick.store.checkpoint;

import io.carrick.store.file.LogFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.zip.CRC32C;

/** Writes a file from its start through a buffer and computes the CRC-32C of what goes by. */
final class LogFileOutput extends OutputStream {
    private final LogFile file;
    private final ByteBuffer buffer;
    private final CRC32C crc = new CRC32C();
    private long written;
    /** Bytes at the front of the buffer that the CRC covers already. */
    private int summed;

    LogFileOutput(LogFile file, int bufferBytes) {
        this.file = file;
        this.buffer = ByteBuffer.allocateDirect(bufferBytes);
    }

    @Override
    public void write(int value) throws IOException {
        if (!buffer.hasRemaining()) {
            flush();
        }
        buffer.put((byte) value);
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, source.length);
        int from = offset;
        int end = offset + length;
        while (from < end) {
            if (!buffer.hasRemaining()) {
                flush();
            }
            int count = Math.min(end - from, buffer.remaining());
            buffer.put(source, from, count);
            from += count;
        }
    }

    /** CRC-32C of everything written so far. */
    int crc() {
        crc.update(buffer.duplicate().flip().position(summed));
        summed = buffer.position();
        return (int) crc.getValue();
    }

    long length() {
        return written + buffer.position();
    }

    /** Hands the buffer to the file. */
    @Override
    public void flush() throws IOException {
        crc();
        buffer.flip();
        int count = buffer.remaining();
        file.write(buffer, written);
        written += count;
        buffer.clear();
        summed = 0;
    }
}
