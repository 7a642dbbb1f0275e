package io.carrick.benchmarks.load;

import io.carrick.benchmarks.check.Payload;
import io.carrick.benchmarks.measure.Stage;
import jakarta.jms.BytesMessage;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.List;

/** One producer: sends numbered messages as long as the stage lasts. Used by one thread at a time. */
final class ProducerLoop implements Run.Driver {
    private final Run run;
    private final int index;
    private final Session session;
    private final SendMode.Sender sender;
    private final Properties properties;
    private long sequence;

    private ProducerLoop(Run run, int index, Session session, SendMode.Sender sender, Properties properties) {
        this.run = run;
        this.index = index;
        this.session = session;
        this.sender = sender;
        this.properties = properties;
    }

    /** Gives a message the properties that its receivers look for. */
    interface Properties {
        void set(Message message, long sequence) throws JMSException;
    }

    /** Names the destination to send to. */
    interface Target {
        Destination in(Session session) throws JMSException;
    }

    /** As many as the load asks for, each on a session of its own. */
    static List<ProducerLoop> open(Run run, SendMode mode, Target target, Properties properties) throws JMSException {
        List<ProducerLoop> loops = new ArrayList<>();
        for (int i = 0; i < run.load().producers(); i++) {
            Session session = run.client().session(mode.sessionMode());
            MessageProducer producer = session.createProducer(target.in(session));
            producer.setDeliveryMode(run.deliveryMode());
            loops.add(new ProducerLoop(run, i, session, mode.open(run, session, producer), properties));
        }
        return loops;
    }

    @Override
    public void drive(Stage stage) throws JMSException, InterruptedException {
        while (stage.claim() && !run.failures().any()) {
            Payload payload = new Payload(index, sequence, System.nanoTime());
            BytesMessage message = session.createBytesMessage();
            message.writeBytes(run.codec().encode(payload));
            properties.set(message, sequence);
            sequence++;
            sender.send(message, new Ticket(run, payload));
        }
        sender.flush();
    }
}
