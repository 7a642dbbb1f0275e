package io.carrick.jms.sasl;

import jakarta.jms.JMSSecurityException;

/**
 * The mechanisms by which the client says one thing and the broker believes it or not: EXTERNAL (RFC 4422, appendix A),
 * PLAIN (RFC 4616), ANONYMOUS (RFC 4505).
 */
class SingleMessageExchange implements SaslExchange {
    private final String mechanism;
    private final byte[] message;

    SingleMessageExchange(String mechanism, byte[] message) {
        this.mechanism = mechanism;
        this.message = message;
    }

    @Override
    public final String mechanism() {
        return mechanism;
    }

    @Override
    public final byte[] initialResponse() {
        return message.clone();
    }

    /** A broker that has overlooked the initial response asks for it with an empty challenge. */
    @Override
    public byte[] respond(byte[] challenge) throws JMSSecurityException {
        if (challenge.length > 0) {
            throw new JMSSecurityException(
                    "The broker asks a question, which there is none of in " + mechanism, "amqp:unauthorized-access");
        }
        return message.clone();
    }

    @Override
    public final boolean isSlow() {
        return false;
    }

    @Override
    public final void succeeded(byte[] additional) {
        // The broker has nothing to prove.
    }
}
