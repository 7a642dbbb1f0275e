package io.carrick.jms.config;

import java.net.URI;
import java.util.Objects;
import javax.net.ssl.SSLContext;

/**
 * A broker, and how it is talked to.
 *
 * @param uri scheme, host, port and path; without user, options and fragment
 * @param transport for its sockets
 * @param amqp for its connections
 */
public record BrokerEndpoint(URI uri, TransportSettings transport, AmqpSettings amqp) {
    public BrokerEndpoint {
        Objects.requireNonNull(uri);
        Objects.requireNonNull(transport);
        Objects.requireNonNull(amqp);
    }

    public Scheme scheme() {
        return Scheme.of(uri.getScheme());
    }

    /** Host without the brackets of IPv6. */
    public String host() {
        return authority().host();
    }

    /** The port, explicit or of the scheme. */
    public int port() {
        int port = authority().port();
        return port < 0 ? scheme().defaultPort() : port;
    }

    /** {@link URI#getHost} knows no host with an underscore. */
    private Authority authority() {
        return Authority.parse(uri.getRawAuthority());
    }

    /** The same with a TLS context of the application. */
    public BrokerEndpoint with(SSLContext context) {
        return new BrokerEndpoint(uri, transport.withTls(transport.tls().withContext(context)), amqp);
    }

    /** Another broker, talked to in the same manner: one of a list that this broker has sent, or a redirect. */
    public BrokerEndpoint at(URI other) {
        return new BrokerEndpoint(other, transport, amqp);
    }
}
