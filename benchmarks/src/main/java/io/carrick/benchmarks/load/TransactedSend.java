package io.carrick.benchmarks.load;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.List;

/** {@link SendMode#transacted()}. */
final class TransactedSend implements SendMode {

    @Override
    public int sessionMode() {
        return Session.SESSION_TRANSACTED;
    }

    @Override
    public int batch(Settings.Load load) {
        return load.batch();
    }

    @Override
    public Sender open(Run run, Session session, MessageProducer producer) {
        return new Batch(session, producer, run.load().batch());
    }

    private static final class Batch implements Sender {
        private final Session session;
        private final MessageProducer producer;
        private final int size;
        private final List<Ticket> uncommitted = new ArrayList<>();

        Batch(Session session, MessageProducer producer, int size) {
            this.session = session;
            this.producer = producer;
            this.size = size;
        }

        @Override
        public void send(BytesMessage message, Ticket ticket) throws JMSException {
            producer.send(message);
            uncommitted.add(ticket);
            if (uncommitted.size() == size) {
                flush();
            }
        }

        @Override
        public void flush() throws JMSException {
            if (!uncommitted.isEmpty()) {
                session.commit();
                uncommitted.forEach(Ticket::confirm);
                uncommitted.clear();
            }
        }
    }
}
