package io.carrick.jms.wire;

import jakarta.jms.JMSException;

/** Told the outcome of a send by the I/O thread: exactly one method is called, once. */
public interface SendCompletion {
    /** The broker is responsible for the message from now on. */
    void accepted();

    /** The broker refused the message, or what became of it is unknown. */
    void failed(JMSException cause);
}
