package io.carrick.jms.amqp;

import io.carrick.jms.config.ConnectionSettings;
import io.carrick.jms.sasl.SaslNegotiator;
import io.carrick.jms.transport.TransportConnector;
import io.carrick.jms.wire.Credentials;
import io.carrick.jms.wire.WireConnection;
import io.carrick.jms.wire.WireConnectionListener;
import io.carrick.jms.wire.WireConnector;
import jakarta.jms.JMSException;
import java.util.function.Function;
import java.util.function.Supplier;

/** Makes connections over AMQP 1.0. Immutable, thread-safe. */
public final class AmqpConnector implements WireConnector {
    private final ConnectionSettings settings;
    private final Supplier<? extends TransportConnector> transports;
    private final Function<Credentials, ? extends SaslNegotiator> sasl;

    /**
     * A connector.
     *
     * @param transports makes what makes the sockets of one connection
     * @param sasl makes what authenticates the sockets of one connection
     */
    public AmqpConnector(
            ConnectionSettings settings,
            Supplier<? extends TransportConnector> transports,
            Function<Credentials, ? extends SaslNegotiator> sasl) {
        this.settings = settings;
        this.transports = transports;
        this.sasl = sasl;
    }

    @Override
    public WireConnection connect(Credentials credentials, WireConnectionListener listener) throws JMSException {
        AmqpConnection connection = new AmqpConnection(settings, transports.get(), sasl.apply(credentials), listener);
        connection.connect();
        return connection;
    }
}
