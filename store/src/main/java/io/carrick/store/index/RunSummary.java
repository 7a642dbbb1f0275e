package io.carrick.store.index;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * What must be known of a run before it is read: where it lies and what it can hold.
 *
 * @param file number of the file
 * @param offset of the run in the file
 */
record RunSummary(int file, long offset, int entries, long minTimestamp, long maxTimestamp, long maxPosition) {

    static RunSummary of(int file, long offset, MemoryRun run) {
        long minTimestamp = Long.MAX_VALUE;
        long maxTimestamp = Long.MIN_VALUE;
        for (int entry = 0; entry < run.count(); entry++) {
            minTimestamp = Math.min(minTimestamp, run.timestamp(entry));
            maxTimestamp = Math.max(maxTimestamp, run.timestamp(entry));
        }
        long maxPosition = run.position(run.count() - 1);
        return new RunSummary(file, offset, run.count(), minTimestamp, maxTimestamp, maxPosition);
    }

    /** Where the file goes on behind the run. */
    long end() {
        return offset + RunFormat.runBytes(entries);
    }

    long bloomOffset() {
        return offset + RunFormat.bloomOffset(entries);
    }

    long fenceOffset() {
        return offset + RunFormat.fenceOffset(entries);
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(file);
        out.writeLong(offset);
        out.writeInt(entries);
        out.writeLong(minTimestamp);
        out.writeLong(maxTimestamp);
        out.writeLong(maxPosition);
    }

    static RunSummary read(DataInput in) throws IOException {
        return new RunSummary(in.readInt(), in.readLong(), in.readInt(), in.readLong(), in.readLong(), in.readLong());
    }
}
