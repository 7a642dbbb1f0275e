package io.carrick.store;

/**
 * How much of a segment is still needed.
 *
 * @param firstPosition position of the segment's first record
 * @param endPosition position behind its last record; for a sealed segment whose successor is already freed, that of
 *     its last byte
 * @param liveBytes bytes of the records retained and not released
 * @param liveRecords their number
 * @param sealed whether no record will be added to it
 */
public record SegmentUsage(long firstPosition, long endPosition, long liveBytes, long liveRecords, boolean sealed) {}
