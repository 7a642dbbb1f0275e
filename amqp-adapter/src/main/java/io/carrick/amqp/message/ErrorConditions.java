package io.carrick.amqp.message;

import io.carrick.broker.BrokerError;
import java.util.HashMap;
import java.util.Map;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;

/** The error conditions of AMQP 1.0 (parts 2.8.14 to 2.8.18, 3.4.5 note and 4.5.8) for the broker's refusals. */
public final class ErrorConditions {
    public static final Symbol NOT_FOUND = Symbol.valueOf("amqp:not-found");
    public static final Symbol UNAUTHORIZED_ACCESS = Symbol.valueOf("amqp:unauthorized-access");
    public static final Symbol RESOURCE_LIMIT_EXCEEDED = Symbol.valueOf("amqp:resource-limit-exceeded");
    public static final Symbol RESOURCE_LOCKED = Symbol.valueOf("amqp:resource-locked");
    public static final Symbol RESOURCE_DELETED = Symbol.valueOf("amqp:resource-deleted");
    public static final Symbol INVALID_FIELD = Symbol.valueOf("amqp:invalid-field");
    public static final Symbol NOT_ALLOWED = Symbol.valueOf("amqp:not-allowed");
    public static final Symbol NOT_IMPLEMENTED = Symbol.valueOf("amqp:not-implemented");
    public static final Symbol ILLEGAL_STATE = Symbol.valueOf("amqp:illegal-state");
    public static final Symbol PRECONDITION_FAILED = Symbol.valueOf("amqp:precondition-failed");
    public static final Symbol DECODE_ERROR = Symbol.valueOf("amqp:decode-error");
    public static final Symbol INTERNAL_ERROR = Symbol.valueOf("amqp:internal-error");
    public static final Symbol MESSAGE_SIZE_EXCEEDED = Symbol.valueOf("amqp:link:message-size-exceeded");
    public static final Symbol TRANSACTION_UNKNOWN_ID = Symbol.valueOf("amqp:transaction:unknown-id");
    public static final Symbol TRANSACTION_ROLLBACK = Symbol.valueOf("amqp:transaction:rollback");
    public static final Symbol TRANSACTION_TIMEOUT = Symbol.valueOf("amqp:transaction:timeout");
    public static final Symbol CONNECTION_FORCED = Symbol.valueOf("amqp:connection:forced");

    private ErrorConditions() {}

    /** The condition for a kind of refusal. */
    public static Symbol of(BrokerError.Code code) {
        return switch (code) {
            case NOT_FOUND -> NOT_FOUND;
            case UNAUTHORIZED -> UNAUTHORIZED_ACCESS;
            case RESOURCE_LIMIT_EXCEEDED -> RESOURCE_LIMIT_EXCEEDED;
            case RESOURCE_LOCKED -> RESOURCE_LOCKED;
            case RESOURCE_DELETED -> RESOURCE_DELETED;
            case INVALID_FIELD -> INVALID_FIELD;
            case NOT_ALLOWED -> NOT_ALLOWED;
            case ILLEGAL_STATE -> ILLEGAL_STATE;
            case PRECONDITION_FAILED -> PRECONDITION_FAILED;
            case MESSAGE_SIZE_EXCEEDED -> MESSAGE_SIZE_EXCEEDED;
            case TRANSACTION_UNKNOWN -> TRANSACTION_UNKNOWN_ID;
            case TRANSACTION_ROLLBACK -> TRANSACTION_ROLLBACK;
            case TRANSACTION_TIMEOUT -> TRANSACTION_TIMEOUT;
            case CONNECTION_FORCED -> CONNECTION_FORCED;
            case INTERNAL -> INTERNAL_ERROR;
        };
    }

    /** An error to send: condition, description, and the details with symbols as keys. */
    public static ErrorCondition of(BrokerError error) {
        ErrorCondition condition = new ErrorCondition(of(error.code()), error.text());
        if (!error.info().isEmpty()) {
            Map<Symbol, Object> info = new HashMap<>();
            error.info().forEach((name, value) -> info.put(Symbol.valueOf(name), value));
            condition.setInfo(info);
        }
        return condition;
    }

    /** The error for a message that cannot be read. */
    public static ErrorCondition of(MalformedMessageException error) {
        return new ErrorCondition(DECODE_ERROR, error.getMessage());
    }
}
