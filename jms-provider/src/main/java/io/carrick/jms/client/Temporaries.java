package io.carrick.jms.client;

import io.carrick.jms.CarrickDestination;
import io.carrick.jms.CarrickTemporaryQueue;
import io.carrick.jms.CarrickTemporaryTopic;
import io.carrick.jms.TemporaryDestinationOwner;
import io.carrick.jms.wire.DestinationKind;
import io.carrick.jms.wire.WireConnection;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The temporary destinations of a connection (Jakarta Messaging 3.1, section 6.2.2): only its own sessions consume from
 * them, and they end with it. Thread-safe.
 */
final class Temporaries implements TemporaryDestinationOwner {
    private final JmsConnection connection;
    private final WireConnection wire;
    private final Set<CarrickDestination> living = ConcurrentHashMap.newKeySet();
    private final Set<CarrickDestination> deleted = ConcurrentHashMap.newKeySet();

    Temporaries(JmsConnection connection, WireConnection wire) {
        this.connection = connection;
        this.wire = wire;
    }

    CarrickTemporaryQueue createQueue() throws JMSException {
        CarrickTemporaryQueue queue =
                new CarrickTemporaryQueue(wire.createTemporary(DestinationKind.TEMPORARY_QUEUE), this);
        living.add(queue);
        return queue;
    }

    CarrickTemporaryTopic createTopic() throws JMSException {
        CarrickTemporaryTopic topic =
                new CarrickTemporaryTopic(wire.createTemporary(DestinationKind.TEMPORARY_TOPIC), this);
        living.add(topic);
        return topic;
    }

    @Override
    public void delete(CarrickDestination temporary) throws JMSException {
        connection.checkOpen();
        if (connection.consumes(temporary)) {
            throw new IllegalStateException("The temporary destination " + temporary + " has a consumer");
        }
        if (living.remove(temporary)) {
            try {
                wire.deleteTemporary(temporary.getAddress());
                deleted.add(temporary);
            } catch (JMSException e) {
                living.add(temporary);
                throw e;
            }
        }
    }

    /** @throws InvalidDestinationException if it is temporary and cannot be consumed from by this connection */
    void checkConsumer(CarrickDestination destination) throws JMSException {
        if (destination.kind().isTemporary() && !living.contains(destination)) {
            throw new InvalidDestinationException(
                    deleted.contains(destination)
                            ? "The temporary destination " + destination + " is deleted"
                            : "The temporary destination " + destination + " belongs to another connection");
        }
    }

    /** @throws InvalidDestinationException if it was deleted by this connection */
    void checkProducer(CarrickDestination destination) throws JMSException {
        if (destination.kind().isTemporary() && deleted.contains(destination)) {
            throw new InvalidDestinationException("The temporary destination " + destination + " is deleted");
        }
    }
}
