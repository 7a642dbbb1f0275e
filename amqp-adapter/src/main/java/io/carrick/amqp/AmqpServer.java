package io.carrick.amqp;

import io.carrick.amqp.link.BrokerBinding;
import io.carrick.amqp.transport.Listeners;
import io.carrick.broker.Broker;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The AMQP listeners of a broker. Thread-safe. */
public final class AmqpServer {
    private final Listeners listeners;
    private final List<ListenerSettings> settings;

    /**
     * A server that is not listening yet.
     *
     * @param broker what connections work with
     * @param listeners the ports to listen on, with different names
     * @param topology tells clients of other nodes
     * @param management answers requests to {@code $management}
     */
    public AmqpServer(
            Broker broker,
            AmqpSettings settings,
            List<ListenerSettings> listeners,
            Topology topology,
            Management management) {
        this.settings = List.copyOf(listeners);
        this.listeners = new Listeners(settings, new BrokerBinding(broker, settings, topology, management));
    }

    /**
     * Starts to listen on all ports, or on none.
     *
     * @return the bound address of each listener by name
     * @throws IOException if a port cannot be bound; names the listener
     */
    public Map<String, InetSocketAddress> start() throws IOException {
        return listeners.start(settings);
    }

    /**
     * Stops listening, closes all connections with {@code amqp:connection:forced} and waits for them to go.
     *
     * @param timeout how long clients may take to answer before they are cut off
     */
    public void stop(Duration timeout) {
        listeners.stop(timeout);
    }

    /** Number of connections now. */
    public int connections() {
        return listeners.connections();
    }
}
