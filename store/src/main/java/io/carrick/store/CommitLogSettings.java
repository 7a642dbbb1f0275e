package io.carrick.store;

/**
 * Sizes of a commit log.
 *
 * @param segmentSizeBytes length of each new segment file; segments of an existing log keep theirs
 * @param diskLimitBytes upper limit of all files of the log together, 0 for none but the device
 * @param reserveBytes part of the limit, and of the device, that stays set aside for acknowledgements and outcomes when
 *     the rest is spent; rounded up to whole segments
 */
public record CommitLogSettings(int segmentSizeBytes, long diskLimitBytes, long reserveBytes) {
    static final int MIN_SEGMENT_BYTES = 4 << 10;
    static final int MAX_SEGMENT_BYTES = 1 << 30;

    /** 128 MiB segments, no limit but the device, one segment in reserve. */
    public static final CommitLogSettings DEFAULT = new CommitLogSettings(128 << 20, 0, 128L << 20);

    public CommitLogSettings {
        if (segmentSizeBytes < MIN_SEGMENT_BYTES
                || segmentSizeBytes > MAX_SEGMENT_BYTES
                || segmentSizeBytes % 4096 != 0) {
            throw new IllegalArgumentException("segmentSizeBytes must be a multiple of 4096 from " + MIN_SEGMENT_BYTES
                    + " to " + MAX_SEGMENT_BYTES + ", not " + segmentSizeBytes);
        }
        if (reserveBytes < 0 || reserveBytes > 64L * segmentSizeBytes) {
            throw new IllegalArgumentException(
                    "reserveBytes must be from 0 to 64 segments of " + segmentSizeBytes + ", not " + reserveBytes);
        }
        long least = (2L + segments(reserveBytes, segmentSizeBytes)) * segmentSizeBytes;
        if (diskLimitBytes != 0 && diskLimitBytes < least) {
            throw new IllegalArgumentException("diskLimitBytes must be 0 or at least " + least
                    + " (two segments and the reserve), not " + diskLimitBytes);
        }
    }

    /** The reserve as a number of segments. */
    int reserveSegments() {
        return segments(reserveBytes, segmentSizeBytes);
    }

    private static int segments(long bytes, int segmentSize) {
        return Math.toIntExact((bytes + segmentSize - 1) / segmentSize);
    }
}
