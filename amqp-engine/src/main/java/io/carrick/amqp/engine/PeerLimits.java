package io.carrick.amqp.engine;

import static io.carrick.amqp.codec.ProtocolException.connection;

import io.carrick.amqp.codec.ProtocolException;
import org.apache.qpid.proton.amqp.transport.AmqpError;
import org.apache.qpid.proton.amqp.transport.Open;

/**
 * What the peer's open allows this side (part 2, section 2.7.1).
 *
 * @param frameSizeMax largest frame that is sent to it, bytes
 * @param channelMax highest channel number that may be used
 * @param idleTimeoutMillis silence that the peer bears; 0 for any
 */
record PeerLimits(int frameSizeMax, int channelMax, long idleTimeoutMillis) {
    /** Until the peer has said more. */
    static final PeerLimits BEFORE_OPEN = new PeerLimits(ConnectionLimits.FRAME_SIZE_FLOOR, 0xffff, 0);

    private static final long IDLE_TIMEOUT_MIN_MILLIS = 10;

    /**
     * Reads the limits.
     *
     * @param frameSizeMax which this side does not exceed, even if the peer would take more
     */
    static PeerLimits of(Open open, int frameSizeMax) throws ProtocolException {
        int channels =
                open.getChannelMax() == null ? 0xffff : open.getChannelMax().intValue();
        return new PeerLimits(frameSize(open, frameSizeMax), channels, idleTimeout(open));
    }

    private static int frameSize(Open open, int frameSizeMax) throws ProtocolException {
        if (open.getMaxFrameSize() == null) {
            return frameSizeMax;
        }
        long size = open.getMaxFrameSize().longValue();
        if (size < ConnectionLimits.FRAME_SIZE_FLOOR) {
            throw connection(
                    AmqpError.INVALID_FIELD,
                    "max-frame-size " + size + " is below " + ConnectionLimits.FRAME_SIZE_FLOOR);
        }
        return (int) Math.min(size, frameSizeMax);
    }

    private static long idleTimeout(Open open) throws ProtocolException {
        long millis = open.getIdleTimeOut() == null ? 0 : open.getIdleTimeOut().longValue();
        if (millis > 0 && millis < IDLE_TIMEOUT_MIN_MILLIS) {
            throw connection(
                    AmqpError.NOT_ALLOWED,
                    "idle-time-out of " + millis + " ms is below " + IDLE_TIMEOUT_MIN_MILLIS + " ms");
        }
        return millis;
    }
}
