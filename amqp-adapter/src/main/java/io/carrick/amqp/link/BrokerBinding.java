package io.carrick.amqp.link;

import io.carrick.amqp.AmqpSettings;
import io.carrick.amqp.Management;
import io.carrick.amqp.Topology;
import io.carrick.amqp.message.AddressResolver;
import io.carrick.broker.Broker;
import java.util.concurrent.Executor;

/** What the connections of one broker share. Thread-safe. */
public final class BrokerBinding {
    private final Broker broker;
    private final AmqpSettings settings;
    private final Topology topology;
    private final Management management;
    private final AddressResolver addresses;
    private final SoleConnections soleConnections = new SoleConnections();
    private final LinkClaims claims = new LinkClaims();
    private final Termini termini = new Termini();

    public BrokerBinding(Broker broker, AmqpSettings settings, Topology topology, Management management) {
        this.broker = broker;
        this.settings = settings;
        this.topology = topology;
        this.management = management;
        addresses = new AddressResolver(settings.queuePrefixes(), settings.topicPrefixes());
    }

    /**
     * A client has connected and authenticated; its open is next.
     *
     * @param loop runs everything of the connection
     * @param staged told of received bytes that wait for the log
     * @param opened run when the client's open has been answered, so that reading can go on
     */
    public ClientConnection accept(RemoteClient client, Executor loop, StagedBytes staged, Runnable opened) {
        return new ClientConnection(this, client, loop, staged, opened);
    }

    Broker broker() {
        return broker;
    }

    AmqpSettings settings() {
        return settings;
    }

    Topology topology() {
        return topology;
    }

    AddressResolver addresses() {
        return addresses;
    }

    SoleConnections soleConnections() {
        return soleConnections;
    }

    Management management() {
        return management;
    }

    LinkClaims claims() {
        return claims;
    }

    Termini termini() {
        return termini;
    }
}
