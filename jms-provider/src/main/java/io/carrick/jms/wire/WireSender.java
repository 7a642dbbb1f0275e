package io.carrick.jms.wire;

import jakarta.jms.JMSException;

/** A link that messages are sent over. Messages of one sender keep their order. */
public interface WireSender {
    /**
     * Hands a message over. Returns before it was sent; blocks only while more bytes wait to be written than the
     * settings of the connection allow.
     *
     * @param transaction null for none
     * @param completion told of the outcome once; of a message sent within a transaction, that it was taken
     * @throws JMSException if the link is closed; the completion is not told then
     */
    void send(OutboundMessage message, WireTransaction transaction, SendCompletion completion) throws JMSException;

    /** Closes the link; messages whose outcome is open are failed. Idempotent. */
    void close() throws JMSException;
}
