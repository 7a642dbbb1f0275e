package io.carrick.jms.message;

import jakarta.jms.JMSException;

/** Makes the exceptions for messages whose bytes are not what AMQP 1.0 says. */
final class Malformed {
    private static final String DECODE_ERROR = "amqp:decode-error";

    private Malformed() {}

    static JMSException message(String text) {
        return new JMSException("Malformed AMQP message: " + text, DECODE_ERROR);
    }

    static JMSException at(int position, String text) {
        return message(text + " at byte " + position);
    }
}
