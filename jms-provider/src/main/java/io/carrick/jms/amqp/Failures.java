package io.carrick.jms.amqp;

import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidClientIDException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.InvalidSelectorException;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.ResourceAllocationException;
import jakarta.jms.TransactionRolledBackException;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;

/**
 * The one place where errors of AMQP become exceptions of JMS. Their error code is the condition's symbol, their text
 * what was tried and what the broker said, their linked exception a {@link RemoteError}.
 */
final class Failures {
    /** Error code of what took too long. */
    static final String TIMED_OUT = "carrick:timed-out";
    /** Error code of what was cut off together with its connection. */
    static final String CONNECTION_LOST = "carrick:connection-lost";

    private static final Symbol INVALID_FIELD = Symbol.valueOf("invalid-field");
    private static final Symbol CONTAINER_ID = Symbol.valueOf("container-id");

    private Failures() {}

    /**
     * What the broker's error means.
     *
     * @param what was tried, in words that go before a colon
     * @param error null if the broker gave none
     */
    static JMSException of(String what, ErrorCondition error) {
        if (error == null || error.getCondition() == null) {
            return new JMSException(what + ": the broker gave no reason");
        }
        String condition = error.getCondition().toString();
        String text = what + ": " + description(error) + " [" + condition + "]";
        return linked(exception(condition, text, error), new RemoteError(error));
    }

    /** As {@link #of}, of an attempt to receive with a selector: a field that is invalid can only be that. */
    static JMSException ofSelector(String what, String selector, ErrorCondition error) {
        if (selector != null && isCondition(error, "amqp:invalid-field")) {
            String text = what + ": " + description(error) + " [amqp:invalid-field]";
            return linked(new InvalidSelectorException(text, "amqp:invalid-field"), new RemoteError(error));
        }
        return of(what, error);
    }

    private static JMSException exception(String condition, String text, ErrorCondition error) {
        return switch (condition) {
            case "amqp:unauthorized-access" -> new JMSSecurityException(text, condition);
            case "amqp:resource-limit-exceeded" -> new ResourceAllocationException(text, condition);
            case "amqp:not-found", "amqp:resource-deleted" -> new InvalidDestinationException(text, condition);
            case "amqp:resource-locked", "amqp:illegal-state" -> new IllegalStateException(text, condition);
            case "amqp:transaction:rollback", "amqp:transaction:timeout", "amqp:transaction:unknown-id" ->
                new TransactionRolledBackException(text, condition);
            case "amqp:invalid-field" ->
                isContainerId(error)
                        ? new InvalidClientIDException(text, condition)
                        : new JMSException(text, condition);
            default -> new JMSException(text, condition);
        };
    }

    /** Whether an open was refused because the client id is in use, or not allowed. */
    static boolean isContainerId(ErrorCondition error) {
        Object field = error.getInfo() == null ? null : error.getInfo().get(INVALID_FIELD);
        return field != null && CONTAINER_ID.toString().equals(field.toString());
    }

    static boolean isCondition(ErrorCondition error, String condition) {
        return error != null
                && error.getCondition() != null
                && condition.equals(error.getCondition().toString());
    }

    private static String description(ErrorCondition error) {
        return error.getDescription() == null || error.getDescription().isEmpty()
                ? "the broker gave no text"
                : error.getDescription();
    }

    /** What was under way, or is asked for, when the connection is gone. */
    static JMSException connectionLost(String what, JMSException cause) {
        return linked(new JMSException(what + ": " + cause.getMessage(), CONNECTION_LOST), cause);
    }

    /** The work of a transaction is undone. */
    static TransactionRolledBackException rolledBack(String why, Exception cause) {
        return linked(new TransactionRolledBackException("The transaction was rolled back: " + why), cause);
    }

    /** The exception with its linked exception and cause set; null for none. */
    static <E extends JMSException> E linked(E failure, Exception cause) {
        if (cause != null) {
            failure.setLinkedException(cause);
            if (failure.getCause() == null) {
                failure.initCause(cause);
            }
        }
        return failure;
    }
}
