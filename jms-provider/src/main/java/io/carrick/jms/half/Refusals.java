package io.carrick.jms.half;

import io.carrick.jms.amqp.RemoteError;
import jakarta.jms.JMSException;

/** What the broker's refusals mean for half messages. Others stay as they are. */
final class Refusals {
    private static final String DECIDED = "amqp:precondition-failed";
    private static final String NOT_FOUND = "amqp:not-found";

    private Refusals() {}

    /** Of a half message. */
    static JMSException ofPrepare(String group, String id, JMSException cause) {
        return DECIDED.equals(cause.getErrorCode())
                ? decided("The half message " + id + " of " + group + " takes no more messages", cause)
                : cause;
    }

    /** Of a decision. */
    static JMSException ofDecision(Decision decision, JMSException cause) {
        String what = "half message " + decision.id() + " of " + decision.group();
        if (DECIDED.equals(cause.getErrorCode())) {
            return decided(decision.state() + " of the " + what + " is refused", cause);
        }
        if (NOT_FOUND.equals(cause.getErrorCode())) {
            return linked(
                    new HalfMessageNotFoundException(
                            "There is no " + what + ", or it was decided longer ago than is remembered [" + NOT_FOUND
                                    + "]",
                            NOT_FOUND),
                    cause);
        }
        return cause;
    }

    private static JMSException decided(String what, JMSException cause) {
        HalfMessageState state = state(cause);
        String known = state == null ? "decided otherwise" : state.toString();
        return linked(
                new HalfMessageStateException(what + ": it is " + known + " [" + DECIDED + "]", DECIDED, state), cause);
    }

    private static HalfMessageState state(JMSException cause) {
        if (!(cause.getLinkedException() instanceof RemoteError error)) {
            return null;
        }
        for (Object key : error.info().keySet()) {
            if (key.toString().equals("state")) {
                return known(String.valueOf(error.info().get(key)));
            }
        }
        return null;
    }

    private static HalfMessageState known(String name) {
        for (HalfMessageState state : HalfMessageState.values()) {
            if (state.name().equals(name)) {
                return state;
            }
        }
        return null;
    }

    private static JMSException linked(JMSException failure, JMSException cause) {
        failure.setLinkedException(cause);
        failure.initCause(cause);
        return failure;
    }
}
