package io.carrick.store;

import io.carrick.store.file.LogDirectory;
import io.carrick.store.file.LogFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.zip.CRC32C;

/**
 * The file that knows the identity of the log and how far it is durable. A mark is written after each flush but not
 * itself flushed: after the death of the process alone it is exact, after a power cut it is at worst old, and whatever
 * it says is true. Two slots on pages of their own take turns, so that a torn write leaves the other one.
 */
final class DurableMark implements Closeable {
    static final String FILE_NAME = "durable-mark";
    static final int PAGE_BYTES = 4096;

    private static final int SLOTS = 2;
    private static final int RECORD_BYTES = 32;
    private static final int CRC_OFFSET = 28;
    /** "CRKI", the identity of the log, on the first page. */
    private static final int IDENTITY_MAGIC = 0x43524B49;
    /** "CRKM", a mark. */
    private static final int MARK_MAGIC = 0x43524B4D;

    private static final int CLEAN = 1;

    private final LogFile file;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(RECORD_BYTES);
    private OptionalLong logId = OptionalLong.empty();
    private long position;
    private boolean clean;
    private int nextSlot;

    private DurableMark(LogFile file) {
        this.file = file;
    }

    static DurableMark open(LogDirectory directory) throws IOException {
        boolean exists = directory.list().contains(FILE_NAME);
        DurableMark mark = new DurableMark(exists ? directory.open(FILE_NAME) : directory.create(FILE_NAME));
        try {
            if (mark.file.size() < (1L + SLOTS) * PAGE_BYTES) {
                mark.file.preallocate((1L + SLOTS) * PAGE_BYTES);
            } else {
                mark.load();
            }
            // Also when it exists: a crash may have come between its creation and this.
            directory.force();
            return mark;
        } catch (IOException | RuntimeException e) {
            mark.close();
            throw e;
        }
    }

    private void load() throws IOException {
        readRecord(0, IDENTITY_MAGIC).ifPresent(record -> logId = OptionalLong.of(record.getLong(8)));
        for (int slot = 0; slot < SLOTS; slot++) {
            Optional<ByteBuffer> record = readRecord(1 + slot, MARK_MAGIC);
            if (record.isPresent() && record.get().getLong(8) >= position) {
                boolean same = record.get().getLong(8) == position;
                position = record.get().getLong(8);
                // Of two marks for the same place the one that is not clean was written later, or is as true.
                clean = record.get().getInt(4) == CLEAN && (!same || clean);
                nextSlot = (slot + 1) % SLOTS;
            }
        }
    }

    private Optional<ByteBuffer> readRecord(int page, int magic) throws IOException {
        ByteBuffer record = ByteBuffer.allocate(RECORD_BYTES);
        int count = file.read(record, (long) page * PAGE_BYTES);
        boolean valid = count == RECORD_BYTES && record.getInt(0) == magic && record.getInt(CRC_OFFSET) == crc(record);
        return valid ? Optional.of(record) : Optional.empty();
    }

    /** The identity of the log; empty in a new log, or if it is damaged. */
    OptionalLong logId() {
        return logId;
    }

    /** Everything before it is durable; 0 if nothing is known. */
    long position() {
        return position;
    }

    /** Whether the log was closed in order at {@link #position} and nothing was written since. */
    boolean isClean() {
        return clean;
    }

    /** Gives the log its identity, durably. */
    void identify(long newLogId) throws IOException {
        logId = OptionalLong.of(newLogId);
        writeRecord(0, IDENTITY_MAGIC, 0, newLogId);
        file.force();
    }

    /** Writes the mark without flushing it. */
    void write(long durablePosition, boolean cleanClose) throws IOException {
        position = durablePosition;
        clean = cleanClose;
        writeRecord(1 + nextSlot, MARK_MAGIC, cleanClose ? CLEAN : 0, durablePosition);
        nextSlot = (nextSlot + 1) % SLOTS;
    }

    /** Writes the mark into both slots, and the identity once more, and flushes them. */
    void writeDurably(long durablePosition, boolean cleanClose) throws IOException {
        writeRecord(0, IDENTITY_MAGIC, 0, logId.orElseThrow());
        for (int slot = 0; slot < SLOTS; slot++) {
            write(durablePosition, cleanClose);
        }
        file.force();
    }

    private void writeRecord(int page, int magic, int flags, long value) throws IOException {
        buffer.clear();
        buffer.putInt(0, magic)
                .putInt(4, flags)
                .putLong(8, value)
                .putLong(16, 0)
                .putInt(24, 0);
        buffer.putInt(CRC_OFFSET, crc(buffer));
        file.write(buffer, (long) page * PAGE_BYTES);
    }

    private static int crc(ByteBuffer record) {
        CRC32C crc = new CRC32C();
        crc.update(record.duplicate().position(0).limit(CRC_OFFSET));
        return (int) crc.getValue();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
