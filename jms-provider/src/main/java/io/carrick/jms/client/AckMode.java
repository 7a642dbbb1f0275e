package io.carrick.jms.client;

import jakarta.jms.JMSException;
import jakarta.jms.Session;

/** The session modes, with their numbers. */
enum AckMode {
    TRANSACTED(Session.SESSION_TRANSACTED),
    AUTO(Session.AUTO_ACKNOWLEDGE),
    CLIENT(Session.CLIENT_ACKNOWLEDGE),
    /** Acknowledged like {@link #AUTO}: settlements are joined on the wire anyway, so that laziness gains nothing. */
    DUPS_OK(Session.DUPS_OK_ACKNOWLEDGE),
    /** The broker forgets messages as it sends them. */
    NONE(100),
    /** {@code Message.acknowledge} acknowledges that message only. */
    INDIVIDUAL(101);

    final int number;

    AckMode(int number) {
        this.number = number;
    }

    /** @throws JMSException if there is no mode of that number */
    static AckMode of(int number) throws JMSException {
        for (AckMode mode : values()) {
            if (mode.number == number) {
                return mode;
            }
        }
        throw new JMSException("There is no session mode " + number);
    }

    /** Whether a message is acknowledged as it was received, or its listener has returned. */
    boolean isAutomatic() {
        return this == AUTO || this == DUPS_OK;
    }
}
