package io.carrick.jms.amqp;

import io.carrick.jms.wire.WireConnectionListener;
import jakarta.jms.JMSException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Notes what a connection tells. */
final class WireEvents implements WireConnectionListener {
    final List<String> told = new CopyOnWriteArrayList<>();

    @Override
    public void interrupted(URI broker, JMSException cause) {
        told.add("interrupted");
    }

    @Override
    public void restored(URI broker) {
        told.add("restored");
    }

    @Override
    public void failed(JMSException cause) {
        told.add("failed");
    }
}
