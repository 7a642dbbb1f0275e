package io.carrick.broker;

import java.util.Map;

/**
 * Why the broker refused something: a code that an adapter maps to its protocol, a sentence for a human, and
 * details by name (values are String, Integer, Long or Boolean).
 */
public record BrokerError(Code code, String text, Map<String, Object> info) {

    public BrokerError {
        info = Map.copyOf(info);
    }

    public BrokerError(Code code, String text) {
        this(code, text, Map.of());
    }

    /** The kinds of refusal. */
    public enum Code {
        /** The address, subscription or node does not exist and may not be created. */
        NOT_FOUND,
        /** The identity lacks the permission. */
        UNAUTHORIZED,
        /** A limit of memory, disk, count or size is reached. */
        RESOURCE_LIMIT_EXCEEDED,
        /** Somebody else holds it exclusively or it is in use. */
        RESOURCE_LOCKED,
        /** It was deleted while in use. */
        RESOURCE_DELETED,
        /** A field of the request has a value that cannot be used (a bad selector, say). */
        INVALID_FIELD,
        /** Never allowed on this node. */
        NOT_ALLOWED,
        /** Not possible in the present state. */
        ILLEGAL_STATE,
        /** The opposite was already decided. */
        PRECONDITION_FAILED,
        /** The message is larger than the address takes. */
        MESSAGE_SIZE_EXCEEDED,
        /** The transaction is not known here. */
        TRANSACTION_UNKNOWN,
        /** The transaction was rolled back. */
        TRANSACTION_ROLLBACK,
        /** The transaction ran out of time and was rolled back. */
        TRANSACTION_TIMEOUT,
        /** The broker is stopping or an operator closed this. */
        CONNECTION_FORCED,
        /** The broker cannot go on (a failed disk). */
        INTERNAL
    }
}
