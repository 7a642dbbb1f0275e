package io.carrick.jms;

import io.carrick.jms.wire.DestinationKind;
import jakarta.jms.Queue;

/** A queue, named by its address. */
public final class CarrickQueue extends CarrickDestination implements Queue {
    private static final long serialVersionUID = 1L;

    /** For use as a bean: {@link #setAddress} is to be called before anything else. */
    public CarrickQueue() {}

    public CarrickQueue(String address) {
        super(address);
    }

    @Override
    public DestinationKind kind() {
        return DestinationKind.QUEUE;
    }

    @Override
    public String getQueueName() {
        return getAddress();
    }
}
