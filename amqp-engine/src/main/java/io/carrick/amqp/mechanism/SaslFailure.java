package io.carrick.amqp.mechanism;

/**
 * The peer's part of a SASL exchange is malformed or proves nothing: the exchange ends. Carries no stack trace, as the
 * peer is at fault.
 */
public final class SaslFailure extends Exception {
    private static final long serialVersionUID = 1L;

    public SaslFailure(String reason) {
        super(reason, null, false, false);
    }
}
