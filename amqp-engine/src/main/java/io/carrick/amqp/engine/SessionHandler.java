package io.carrick.amqp.engine;

import org.apache.qpid.proton.amqp.transport.ErrorCondition;

/**
 * What a session that this side begins tells its application. Called on the connection's thread, from within the
 * engine's methods.
 */
public interface SessionHandler {
    /** The peer has begun its half of the session. */
    void begun();

    /**
     * The session is over; its links have been told by their own handlers. Called once: at the peer's end; when this
     * side ends the session for a violation by the peer; when the peer has answered {@link Session#end}; or when the
     * connection is over before that.
     *
     * @param error why, the connection's error if that ended; null for an end without error or a lost transport
     */
    void ended(ErrorCondition error);
}
