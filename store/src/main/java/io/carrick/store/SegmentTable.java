package io.carrick.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The segments in use, by position. Readers see an immutable snapshot; changes copy it. Thread-safe. */
final class SegmentTable {
    private volatile List<Segment> segments = List.of();

    /** A snapshot, ordered by position. */
    List<Segment> all() {
        return segments;
    }

    /** Adds a segment behind all others. */
    synchronized void add(Segment segment) {
        List<Segment> changed = new ArrayList<>(segments);
        changed.add(segment);
        segments = List.copyOf(changed);
    }

    synchronized void removeAll(Collection<Segment> freed) {
        List<Segment> changed = new ArrayList<>(segments);
        changed.removeAll(freed);
        segments = List.copyOf(changed);
    }

    /** The segment that contains a position, or null. */
    Segment find(long position) {
        List<Segment> snapshot = segments;
        int low = 0;
        int high = snapshot.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            Segment segment = snapshot.get(middle);
            if (position < segment.start()) {
                high = middle - 1;
            } else if (position >= segment.limit()) {
                low = middle + 1;
            } else {
                return segment;
            }
        }
        return null;
    }

    /** The first segment from which on there is no gap up to the end of the log. */
    Segment firstOfTail() {
        List<Segment> snapshot = segments;
        int first = snapshot.size() - 1;
        while (first > 0
                && snapshot.get(first - 1).limit() == snapshot.get(first).start()) {
            first--;
        }
        return snapshot.get(first);
    }
}
