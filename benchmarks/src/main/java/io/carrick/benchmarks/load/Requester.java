package io.carrick.benchmarks.load;

import io.carrick.benchmarks.check.CorruptPayloadException;
import io.carrick.benchmarks.check.Payload;
import io.carrick.benchmarks.measure.Stage;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TemporaryQueue;

/** Sends a request and waits for the answer to it, as long as the stage lasts. Used by one thread at a time. */
final class Requester implements Run.Driver {
    private final Run run;
    private final int index;
    private final Session session;
    private final TemporaryQueue replies;
    private final MessageConsumer consumer;
    private final MessageProducer producer;
    private long sequence;

    Requester(Run run, int index, Session session) throws JMSException {
        this.run = run;
        this.index = index;
        this.session = session;
        replies = session.createTemporaryQueue();
        consumer = session.createConsumer(replies);
        producer = session.createProducer(session.createQueue(run.address()));
        producer.setDeliveryMode(run.deliveryMode());
    }

    @Override
    public void drive(Stage stage) throws JMSException {
        while (stage.claim() && !run.failures().any()) {
            Payload payload = new Payload(index, sequence++, System.nanoTime());
            request(payload);
            run.ledger().confirmed(index, payload.sequence());
            receiveReply(payload);
        }
    }

    private void request(Payload payload) throws JMSException {
        BytesMessage message = session.createBytesMessage();
        message.writeBytes(run.codec().encode(payload));
        message.setJMSReplyTo(replies);
        message.setJMSCorrelationID(correlation(payload));
        producer.send(message);
    }

    private void receiveReply(Payload expected) throws JMSException {
        Message reply = consumer.receive(run.settings().bounds().patience().toMillis());
        if (reply == null) {
            throw new JMSException("no answer to request " + correlation(expected));
        }
        run.latency(Timing.ROUND_TRIP).recordSince(expected.sentNanos());
        try {
            Payload answer = run.codec().decode(Receipts.body(reply));
            if (!answer.equals(expected) || !correlation(expected).equals(reply.getJMSCorrelationID())) {
                run.ledger().damaged();
            }
            run.ledger().received(RequestReplyWorkload.REPLY, answer.producer(), answer.sequence());
        } catch (CorruptPayloadException e) {
            run.ledger().damaged();
        }
    }

    private static String correlation(Payload payload) {
        return payload.producer() + "-" + payload.sequence();
    }
}
