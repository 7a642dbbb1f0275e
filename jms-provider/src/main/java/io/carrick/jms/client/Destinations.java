package io.carrick.jms.client;

import io.carrick.jms.CarrickDestination;
import io.carrick.jms.CarrickQueue;
import io.carrick.jms.CarrickTopic;
import jakarta.jms.Destination;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TemporaryTopic;
import jakarta.jms.Topic;

/** Destinations as applications give them. */
final class Destinations {
    private Destinations() {}

    /**
     * The destination as one of this provider; another provider's queues and topics are taken by their names.
     *
     * @throws InvalidDestinationException if there is none, or it is neither or both of queue and topic, or temporary
     *     and another provider's
     */
    static CarrickDestination of(Destination given) throws JMSException {
        if (given == null) {
            throw new InvalidDestinationException("The destination is null");
        }
        if (given instanceof CarrickDestination destination) {
            String unused = name(destination, destination.getAddress());
            return destination;
        }
        if (given instanceof TemporaryQueue || given instanceof TemporaryTopic) {
            throw new InvalidDestinationException("The temporary destination is another provider's: " + given);
        }
        if (given instanceof Queue queue && !(given instanceof Topic)) {
            return new CarrickQueue(name(given, queue.getQueueName()));
        }
        if (given instanceof Topic topic && !(given instanceof Queue)) {
            return new CarrickTopic(name(given, topic.getTopicName()));
        }
        throw new InvalidDestinationException("Neither a queue nor a topic: " + given);
    }

    private static String name(Destination given, String name) throws JMSException {
        if (name == null || name.isEmpty()) {
            throw new InvalidDestinationException("The " + given.getClass().getSimpleName() + " has no name");
        }
        return name;
    }
}
