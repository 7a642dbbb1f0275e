package io.carrick.store;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/** Counts per segment what is still needed. Used by one thread. */
final class SpaceAccount {
    private final SegmentTable segments;

    SpaceAccount(SegmentTable segments) {
        this.segments = segments;
    }

    void retain(long position, int size) {
        segmentOf(position).retain(size, 1);
    }

    void release(long position, int size) {
        segmentOf(position).retain(-(long) size, -1);
    }

    private Segment segmentOf(long position) {
        Segment segment = segments.find(position);
        if (segment == null) {
            throw new IllegalStateException("No segment of the log holds position " + position);
        }
        return segment;
    }

    List<SegmentUsage> usage() {
        return segments.all().stream().map(Segment::usage).toList();
    }

    /** Takes out of use the segments that no checkpoint at the position or behind needs. */
    List<Segment> free(long position) {
        List<Segment> freed = segments.all().stream()
                .filter(segment -> segment.isFreeFrom(position))
                .toList();
        if (!freed.isEmpty()) {
            segments.removeAll(freed);
        }
        return freed;
    }

    void write(DataOutput output, long checkpointPosition) throws IOException {
        List<Segment> live = segments.all().stream().filter(Segment::isLive).toList();
        output.writeInt(live.size());
        for (Segment segment : live) {
            segment.countedLive(checkpointPosition);
            output.writeLong(segment.start());
            output.writeLong(segment.usage().liveBytes());
            output.writeLong(segment.usage().liveRecords());
        }
    }

    void read(DataInput input, long checkpointPosition) throws IOException {
        segments.all()
                .forEach(segment -> segment.retain(
                        -segment.usage().liveBytes(), -segment.usage().liveRecords()));
        int count = input.readInt();
        for (int i = 0; i < count; i++) {
            long start = input.readLong();
            Segment segment = segments.find(start);
            if (segment == null || segment.start() != start) {
                throw new LogCorruptedException(
                        Segment.fileName(start),
                        0,
                        start,
                        "the segment is missing, but a checkpoint needs its records");
            }
            segment.retain(input.readLong(), input.readLong());
            segment.countedLive(checkpointPosition);
        }
    }
}
