package io.carrick.store;

/**
 * What recovery found: a log whose every byte up to the end is durable.
 *
 * @param segments those in use; the last one is active
 * @param endIndex index of the last record, 0 if there is none
 */
record RecoveredLog(long logId, SegmentTable segments, DurableMark mark, long endPosition, long endIndex) {
    Segment active() {
        return segments.all().get(segments.all().size() - 1);
    }
}
