package io.carrick.amqp.engine;

import org.apache.qpid.proton.amqp.transport.Attach;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;

/**
 * What every link tells its application. A link that this side attaches first hears one of {@link #attached}, {@link
 * #refused} and {@link #detached}, unless it is detached by this side before.
 */
public interface LinkHandler {
    /** The peer has accepted the link that this side attaches. What it really offers is in its answer. */
    default void attached(Attach answer) {
        // Only said of links that this side attaches.
    }

    /**
     * The peer has refused the link that this side attaches, or it could not be asked for. No other event follows, and
     * nothing is to be answered.
     *
     * @param error the peer's reason, null if it gave none
     */
    default void refused(ErrorCondition error) {
        // Only said of links that this side attaches.
    }

    /**
     * The link is detached by the peer, or by this side for a violation by the peer, or lost with its session or
     * connection; {@link Link#error()} tells why. If {@link Link#awaitsDetach()} it is to be answered by {@link
     * Link#detach}. No other event follows.
     *
     * @param closed whether the link is closed, not only detached; false when it is lost
     */
    void detached(boolean closed);

    /**
     * The peer has answered this side's {@link Link#detach}, or session or connection are over before that. No other
     * event follows.
     *
     * @param error what the peer's detach carried, or why the link is lost; null if nothing is wrong
     */
    default void detachCompleted(ErrorCondition error) {
        // Of interest only to who waits for it.
    }
}
