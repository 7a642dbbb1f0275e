package io.carrick.jms.amqp;

import io.carrick.jms.wire.DeliverySink;
import io.carrick.jms.wire.InboundDelivery;
import jakarta.jms.JMSException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Notes what a receiver tells. */
final class Sink implements DeliverySink {
    final List<InboundDelivery> deliveries = new CopyOnWriteArrayList<>();
    final List<String> told = new CopyOnWriteArrayList<>();

    @Override
    public void delivered(InboundDelivery delivery) {
        deliveries.add(delivery);
        told.add("delivered");
    }

    @Override
    public void drained() {
        told.add("drained");
    }

    @Override
    public void interrupted() {
        told.add("interrupted");
    }

    @Override
    public void restored() {
        told.add("restored");
    }

    @Override
    public void closed(JMSException cause) {
        told.add("closed: " + cause.getMessage());
    }
}
