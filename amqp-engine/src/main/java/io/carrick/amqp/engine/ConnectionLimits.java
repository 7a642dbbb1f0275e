package io.carrick.amqp.engine;

/**
 * What this side accepts.
 *
 * @param frameSizeMax largest frame accepted, bytes, at least 512
 * @param channelMax highest channel number accepted
 * @param handleMax highest link handle accepted
 * @param incomingWindow transfer frames that a session may receive before it must wait
 * @param idleTimeoutMillis silence after which the peer counts as dead; 0 for never
 */
public record ConnectionLimits(
        int frameSizeMax, int channelMax, int handleMax, int incomingWindow, long idleTimeoutMillis) {
    /** Smallest maximum frame size that the specification allows (part 2, section 2.7.1). */
    public static final int FRAME_SIZE_FLOOR = 512;

    public ConnectionLimits {
        if (frameSizeMax < FRAME_SIZE_FLOOR) {
            throw new IllegalArgumentException("maximum frame size below " + FRAME_SIZE_FLOOR + ": " + frameSizeMax);
        }
    }
}
