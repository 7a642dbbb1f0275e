package io.carrick.amqp.sasl;

/** Ends an exchange; becomes a {@link SaslStep.Failed}. Carries no stack trace: the client is at fault. */
final class SaslFailure extends Exception {
    private static final long serialVersionUID = 1L;

    SaslFailure(String reason) {
        super(reason, null, false, false);
    }
}
