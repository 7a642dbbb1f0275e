package io.carrick.transactions;

import io.carrick.broker.BrokerError;

/** A transaction that was asked for does not exist or cannot be begun. Carries no stack trace: the client is at fault. */
public final class TransactionException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient BrokerError error;

    TransactionException(BrokerError.Code code, String text) {
        super(text, null, false, false);
        error = new BrokerError(code, text);
    }

    /** Why, for the client. */
    public BrokerError error() {
        return error;
    }
}
