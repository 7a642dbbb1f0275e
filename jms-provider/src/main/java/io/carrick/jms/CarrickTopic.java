package io.carrick.jms;

import io.carrick.jms.wire.DestinationKind;
import jakarta.jms.Topic;

/** A topic, named by its address. */
public final class CarrickTopic extends CarrickDestination implements Topic {
    private static final long serialVersionUID = 1L;

    /** For use as a bean: {@link #setAddress} is to be called before anything else. */
    public CarrickTopic() {}

    public CarrickTopic(String address) {
        super(address);
    }

    @Override
    public DestinationKind kind() {
        return DestinationKind.TOPIC;
    }

    @Override
    public String getTopicName() {
        return getAddress();
    }
}
