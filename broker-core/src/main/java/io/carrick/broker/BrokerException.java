package io.carrick.broker;

/** A {@link BrokerError} as an exception. */
public final class BrokerException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient BrokerError error;

    public BrokerException(BrokerError error) {
        super(error.text());
        this.error = error;
    }

    public BrokerError error() {
        return error;
    }
}
