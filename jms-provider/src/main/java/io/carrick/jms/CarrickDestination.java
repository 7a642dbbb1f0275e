package io.carrick.jms;

import io.carrick.jms.wire.DestinationKind;
import jakarta.jms.Destination;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TemporaryTopic;
import jakarta.jms.Topic;
import java.io.Serializable;
import java.util.Objects;
import javax.naming.Reference;
import javax.naming.Referenceable;
import javax.naming.StringRefAddr;

/**
 * A place that messages are sent to and received from: an address at the broker and what it is used as. Equal to
 * another one of the same kind and address. Thread-safe once its address is set, by the constructor or as a bean.
 */
public abstract sealed class CarrickDestination implements Destination, Referenceable, Serializable
        permits CarrickQueue, CarrickTopic, CarrickTemporaryQueue, CarrickTemporaryTopic {
    private static final long serialVersionUID = 1L;

    private String address;

    /** For use as a bean, whose address is to be set once. */
    CarrickDestination() {}

    CarrickDestination(String address) {
        this.address = Objects.requireNonNull(address, "address");
    }

    /** The destination of that kind; a temporary one that cannot be deleted by it. */
    public static CarrickDestination of(DestinationKind kind, String address) {
        return switch (kind) {
            case QUEUE -> new CarrickQueue(address);
            case TOPIC -> new CarrickTopic(address);
            case TEMPORARY_QUEUE -> new CarrickTemporaryQueue(address, null);
            case TEMPORARY_TOPIC -> new CarrickTemporaryTopic(address, null);
        };
    }

    /**
     * The destination itself if it is one of this provider, or else the one of the same kind and name; null for null.
     *
     * @throws InvalidDestinationException if its kind or name cannot be told
     */
    public static CarrickDestination of(Destination destination) throws JMSException {
        if (destination == null || destination instanceof CarrickDestination) {
            return (CarrickDestination) destination;
        }
        boolean queue = destination instanceof Queue;
        if (queue == destination instanceof Topic) {
            throw new InvalidDestinationException(
                    "A " + destination.getClass().getName() + " is not either a queue or a topic: " + destination);
        }
        String name = queue ? ((Queue) destination).getQueueName() : ((Topic) destination).getTopicName();
        if (name == null) {
            throw new InvalidDestinationException(
                    "The " + destination.getClass().getName() + " has no name");
        }
        return of(kind(destination, queue), name);
    }

    private static DestinationKind kind(Destination foreign, boolean queue) {
        if (queue) {
            return foreign instanceof TemporaryQueue ? DestinationKind.TEMPORARY_QUEUE : DestinationKind.QUEUE;
        }
        return foreign instanceof TemporaryTopic ? DestinationKind.TEMPORARY_TOPIC : DestinationKind.TOPIC;
    }

    /** What the address is used as. */
    public abstract DestinationKind kind();

    /** The name of the queue or topic; null for a bean whose address was not set yet. */
    public final String getAddress() {
        return address;
    }

    /**
     * Sets the address of a bean.
     *
     * @throws IllegalStateException if it has another address already
     */
    public final void setAddress(String address) {
        Objects.requireNonNull(address, "address");
        if (this.address != null && !this.address.equals(address)) {
            throw new IllegalStateException("The address is " + this.address + " and cannot become " + address);
        }
        this.address = address;
    }

    /** A reference that {@link CarrickDestinationFactory} makes an equal destination of. */
    @Override
    public final Reference getReference() {
        Reference reference = new Reference(getClass().getName(), CarrickDestinationFactory.class.getName(), null);
        reference.add(new StringRefAddr(CarrickDestinationFactory.ADDRESS, address));
        return reference;
    }

    @Override
    public final boolean equals(Object other) {
        return this == other
                || (other instanceof CarrickDestination that
                        && kind() == that.kind()
                        && Objects.equals(address, that.address));
    }

    @Override
    public final int hashCode() {
        return 31 * kind().hashCode() + Objects.hashCode(address);
    }

    /** The address. */
    @Override
    public final String toString() {
        return String.valueOf(address);
    }
}
