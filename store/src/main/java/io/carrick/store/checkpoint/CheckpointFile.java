package io.carrick.store.checkpoint;

import io.carrick.store.file.LogFile;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The form of a checkpoint file, big-endian: magic (8 bytes), version (4), log position (8), log index (8), body, and
 * at the end the body's length (8) and the CRC-32C of all before it (4).
 */
final class CheckpointFile {
    static final long MAGIC = 0x4352_4b43_4850_5431L;
    static final int VERSION = 1;
    static final int HEADER_BYTES = 28;
    static final int TRAILER_BYTES = 12;

    private static final int BUFFER_BYTES = 256 * 1024;

    private CheckpointFile() {}

    static void write(LogFile file, long position, long index, CheckpointWriter body) throws IOException {
        LogFileOutput output = new LogFileOutput(file, BUFFER_BYTES);
        DataOutputStream data = new DataOutputStream(output);
        data.writeLong(MAGIC);
        data.writeInt(VERSION);
        data.writeLong(position);
        data.writeLong(index);
        body.write(data);
        data.writeLong(output.length() - HEADER_BYTES);
        data.writeInt(output.crc());
        data.flush();
        file.force();
    }

    /** What is wrong with the file, null if it is whole. */
    static String fault(LogFile file) throws IOException {
        long size = file.size();
        if (size < HEADER_BYTES + TRAILER_BYTES) {
            return "it has " + size + " bytes, too few for a checkpoint";
        }
        ByteBuffer header = read(file, 0, HEADER_BYTES);
        if (header.getLong() != MAGIC) {
            return "it does not begin as a checkpoint does";
        }
        int version = header.getInt();
        if (version != VERSION) {
            return "its version is " + version + ", known is " + VERSION;
        }
        ByteBuffer trailer = read(file, size - TRAILER_BYTES, TRAILER_BYTES);
        long length = trailer.getLong();
        if (length != size - HEADER_BYTES - TRAILER_BYTES) {
            return "its body should have " + length + " bytes, it has " + (size - HEADER_BYTES - TRAILER_BYTES);
        }
        int stored = trailer.getInt();
        int computed = crc(file, size - Integer.BYTES);
        return stored == computed ? null : String.format("its CRC is %08x, stored is %08x", computed, stored);
    }

    static Checkpoint open(LogFile file) throws IOException {
        ByteBuffer header = read(file, 0, HEADER_BYTES).position(Long.BYTES + Integer.BYTES);
        LogFileInput body = new LogFileInput(file, HEADER_BYTES, file.size() - TRAILER_BYTES);
        DataInputStream data = new DataInputStream(new BufferedInputStream(body, BUFFER_BYTES));
        return new Checkpoint(header.getLong(), header.getLong(), data, file);
    }

    /** The log position in the header, 0 if there is no whole header. */
    static long position(LogFile file) throws IOException {
        if (file.size() < HEADER_BYTES) {
            return 0;
        }
        ByteBuffer header = read(file, 0, HEADER_BYTES);
        return header.getLong() == MAGIC ? header.getLong(Long.BYTES + Integer.BYTES) : 0;
    }

    private static int crc(LogFile file, long end) throws IOException {
        CRC32C crc = new CRC32C();
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
        long position = 0;
        while (position < end) {
            buffer.clear().limit((int) Math.min(BUFFER_BYTES, end - position));
            int count = file.read(buffer, position);
            if (count <= 0) {
                throw new EOFException("file " + file.name() + " ends at " + position + " while being read");
            }
            position += count;
            crc.update(buffer.flip());
        }
        return (int) crc.getValue();
    }

    private static ByteBuffer read(LogFile file, long position, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) {
            if (file.read(buffer, position + buffer.position()) <= 0) {
                throw new EOFException("file " + file.name() + " ends before " + (position + length));
            }
        }
        return buffer.flip();
    }
}
