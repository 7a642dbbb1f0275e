package io.carrick.jms.sasl;

import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import java.util.Collection;

/** Authenticates the successive sockets of one connection. Thread-safe. */
public interface SaslNegotiator {
    /**
     * Begins an exchange by the best of the mechanisms offered that the credentials serve.
     *
     * @param offered by the broker
     * @param channel what is known of the socket
     * @throws JMSSecurityException if there is none
     */
    SaslExchange begin(Collection<String> offered, SaslChannel channel) throws JMSSecurityException;

    /**
     * What an outcome other than success means (AMQP 1.0, part 5, section 5.3.3.6).
     *
     * @param code of the outcome
     * @return a {@link JMSSecurityException} if trying again is pointless; another exception if the broker asks to
     *     come back later
     */
    JMSException failure(int code, SaslExchange exchange);
}
