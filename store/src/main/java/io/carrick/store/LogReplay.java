package io.carrick.store;

import java.io.IOException;
import java.util.List;

/** Shows the records from a position to the end of the log, in order, without a gap. */
final class LogReplay {
    private final List<Segment> segments;
    private final RecordCodec codec;
    private final long end;

    /**
     * A replay of a snapshot of the log.
     *
     * @param end position behind the last record to show
     */
    LogReplay(List<Segment> segments, RecordCodec codec, long end) {
        this.segments = segments;
        this.codec = codec;
        this.end = end;
    }

    void run(long from, RecordVisitor visitor) throws IOException {
        int current = startOf(from);
        checkNoGap(current);
        long position = Math.max(from, segments.get(current).firstPosition());
        long nextIndex = 0;
        while (true) {
            Segment segment = segments.get(current);
            if (position == segment.firstPosition()) {
                nextIndex = checkFirstIndex(segment, nextIndex);
            }
            nextIndex = replaySegment(segment, position, nextIndex, visitor);
            if (segment.limit() >= end || ++current == segments.size()) {
                return;
            }
            position = segments.get(current).firstPosition();
        }
    }

    private int startOf(long from) throws IOException {
        Segment last = segments.get(segments.size() - 1);
        if (from > end) {
            throw last.corrupted(end, "the log ends here, before position " + from + " from which it must be replayed");
        }
        for (int i = 0; i < segments.size(); i++) {
            Segment segment = segments.get(i);
            if (from >= segment.start() && from < segment.limit()) {
                return i;
            }
            if (from == segment.limit() && i + 1 == segments.size()) {
                return i;
            }
        }
        throw new LogCorruptedException(
                Segment.fileName(from), 0, from, "no segment holds this position, from which the log must be replayed");
    }

    private static long checkFirstIndex(Segment segment, long nextIndex) throws IOException {
        long firstIndex = segment.header().firstIndex();
        if (nextIndex != 0 && firstIndex != nextIndex) {
            throw segment.corrupted(
                    segment.start(), "the segment starts with record " + firstIndex + " instead of " + nextIndex);
        }
        return firstIndex;
    }

    private void checkNoGap(int first) throws IOException {
        for (int i = first; i + 1 < segments.size(); i++) {
            long limit = segments.get(i).limit();
            if (limit != segments.get(i + 1).start()) {
                throw new LogCorruptedException(Segment.fileName(limit), 0, limit, "the segment is missing");
            }
        }
    }

    private long replaySegment(Segment segment, long from, long nextIndex, RecordVisitor visitor) throws IOException {
        long segmentEnd = Math.min(segment.end(), end);
        RecordScan scan = new RecordScan(segment, codec, from, nextIndex);
        long position = from;
        while (position < segmentEnd) {
            if (!scan.next(segmentEnd)) {
                throw segment.corrupted(scan.position(), scan.problem());
            }
            RecordHeader header = scan.header();
            visitor.record(position, header.size(), header.index, header.type, header.timestamp, scan.body());
            position += header.size();
        }
        return scan.nextIndex();
    }
}
