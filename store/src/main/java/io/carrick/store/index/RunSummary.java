package io.carrick.store.index;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** What must be known of a run before its file is read. */
record RunSummary(long number, int entries, long minTimestamp, long maxTimestamp, long maxPosition) {

    static RunSummary of(long number, MemoryRun run) {
        long minTimestamp = Long.MAX_VALUE;
        long maxTimestamp = Long.MIN_VALUE;
        for (int entry = 0; entry < run.count(); entry++) {
            minTimestamp = Math.min(minTimestamp, run.timestamp(entry));
            maxTimestamp = Math.max(maxTimestamp, run.timestamp(entry));
        }
        return new RunSummary(number, run.count(), minTimestamp, maxTimestamp, run.position(run.count() - 1));
    }

    String fileName() {
        return String.format("%020d.run", number);
    }

    void write(DataOutput out) throws IOException {
        out.writeLong(number);
        out.writeInt(entries);
        out.writeLong(minTimestamp);
        out.writeLong(maxTimestamp);
        out.writeLong(maxPosition);
    }

    static RunSummary read(DataInput in) throws IOException {
        return new RunSummary(in.readLong(), in.readInt(), in.readLong(), in.readLong(), in.readLong());
    }
}
