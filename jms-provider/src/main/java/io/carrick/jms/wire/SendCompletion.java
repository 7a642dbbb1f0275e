package io.carrick.jms.wire;

import jakarta.jms.JMSException;

/**
 * Told the outcome of a send by the I/O thread: {@link #accepted} or {@link #failed}, once. A message that waits to be sent
 * may be withdrawn by whoever has waited long enough.
 */
public interface SendCompletion {
    /** The broker is responsible for the message from now on. */
    void accepted();

    /** The broker refused the message, it was withdrawn, or what became of it is unknown. */
    void failed(JMSException cause);

    /** Whether nobody wants the message to be sent any more. */
    default boolean isWithdrawn() {
        return false;
    }

    /**
     * The message is to be written now, maybe not for the first time.
     *
     * @return false if it must not be, since it was withdrawn
     */
    default boolean begin() {
        return true;
    }
}
