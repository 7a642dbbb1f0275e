package io.carrick.jms;

import io.carrick.jms.wire.DestinationKind;
import jakarta.jms.JMSException;
import jakarta.jms.TemporaryTopic;

/** A temporary topic, which lives as long as the connection that created it, its owner. */
public final class CarrickTemporaryTopic extends CarrickDestination implements TemporaryTopic {
    private static final long serialVersionUID = 1L;

    private final transient TemporaryDestinationOwner owner;

    /**
     * Names a temporary topic.
     *
     * @param owner null if it was created by somebody else, and only its name is known here
     */
    public CarrickTemporaryTopic(String address, TemporaryDestinationOwner owner) {
        super(address);
        this.owner = owner;
    }

    @Override
    public DestinationKind kind() {
        return DestinationKind.TEMPORARY_TOPIC;
    }

    @Override
    public String getTopicName() {
        return getAddress();
    }

    /** Who created it, or null if that is not known here. */
    public TemporaryDestinationOwner owner() {
        return owner;
    }

    /**
     * Deletes the topic at the broker.
     *
     * @throws jakarta.jms.IllegalStateException if it was created by another connection, or is being consumed from
     */
    @Override
    public void delete() throws JMSException {
        if (owner == null) {
            throw new jakarta.jms.IllegalStateException(
                    "Only the connection that created the temporary topic " + getAddress() + " can delete it");
        }
        owner.delete(this);
    }
}
