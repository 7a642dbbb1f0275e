package io.carrick.amqp.codec;

/**
 * A flow performative (part 2, section 2.7.4). Numbers are unsigned 32-bit values, or {@link #ABSENT} if not sent.
 */
public record FlowFrame(
        long nextIncomingId,
        long incomingWindow,
        long nextOutgoingId,
        long outgoingWindow,
        long handle,
        long deliveryCount,
        long linkCredit,
        long available,
        boolean drain,
        boolean echo) {
    /** Stands for a number that was not sent. */
    public static final long ABSENT = -1;

    /** The state of a session alone. */
    public static FlowFrame session(
            long nextIncomingId, long incomingWindow, long nextOutgoingId, long outgoingWindow) {
        return new FlowFrame(
                nextIncomingId,
                incomingWindow,
                nextOutgoingId,
                outgoingWindow,
                ABSENT,
                ABSENT,
                ABSENT,
                ABSENT,
                false,
                false);
    }

    /** This session state with the state of a link. */
    public FlowFrame link(long linkHandle, long count, long credit, boolean draining) {
        return new FlowFrame(
                nextIncomingId,
                incomingWindow,
                nextOutgoingId,
                outgoingWindow,
                linkHandle,
                count,
                credit,
                ABSENT,
                draining,
                false);
    }
}
