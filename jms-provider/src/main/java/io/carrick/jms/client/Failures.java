package io.carrick.jms.client;

import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;

/** Exceptions of JMS with their causes linked. */
final class Failures {
    private Failures() {}

    static JMSException of(String what, Exception cause) {
        JMSException failure = new JMSException(what + ": " + cause.getMessage());
        failure.setLinkedException(cause);
        failure.initCause(cause);
        return failure;
    }

    /** Of an object that is closed, because of something. */
    static IllegalStateException closed(String what, Exception cause) {
        IllegalStateException failure = new IllegalStateException(what + ": " + cause.getMessage());
        failure.setLinkedException(cause);
        failure.initCause(cause);
        return failure;
    }
}
