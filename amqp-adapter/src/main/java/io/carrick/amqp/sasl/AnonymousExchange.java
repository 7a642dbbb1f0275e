package io.carrick.amqp.sasl;

import io.carrick.broker.Identity;

/** ANONYMOUS (RFC 4505). What the client says of itself is not looked at. */
final class AnonymousExchange extends ServerExchange {
    static final String NAME = "ANONYMOUS";

    AnonymousExchange() {
        super(NAME);
    }

    @Override
    boolean needsResponse() {
        return false;
    }

    @Override
    SaslStep evaluate(byte[] response) {
        return new SaslStep.Succeeded(Identity.ANONYMOUS, null);
    }
}
