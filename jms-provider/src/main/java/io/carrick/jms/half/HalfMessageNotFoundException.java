package io.carrick.jms.half;

import jakarta.jms.JMSException;

/** The group has no half message of this id, or it was decided longer ago than the broker remembers. */
public final class HalfMessageNotFoundException extends JMSException {
    private static final long serialVersionUID = 1L;

    HalfMessageNotFoundException(String text, String condition) {
        super(text, condition);
    }
}
