package io.carrick.benchmarks.load;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;

/** {@link SendMode#synchronous()}. */
final class SynchronousSend implements SendMode {

    @Override
    public int sessionMode() {
        return Session.AUTO_ACKNOWLEDGE;
    }

    @Override
    public int batch(Settings.Load load) {
        return 0;
    }

    @Override
    public Sender open(Run run, Session session, MessageProducer producer) {
        return new Sender() {
            @Override
            public void send(BytesMessage message, Ticket ticket) throws JMSException {
                producer.send(message);
                ticket.confirm();
            }

            @Override
            public void flush() {
                // Nothing is ever unconfirmed between two sends.
            }
        };
    }
}
