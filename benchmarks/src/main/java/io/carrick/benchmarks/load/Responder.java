package io.carrick.benchmarks.load;

import io.carrick.benchmarks.check.CorruptPayloadException;
import io.carrick.benchmarks.check.Payload;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;

/** Answers each request with its own body, until the run is finishing and nothing is left. */
final class Responder implements Crew.Task {
    private static final long POLL_MILLIS = 200;

    private final Run run;
    private final Session session;
    private final MessageConsumer consumer;
    private final MessageProducer producer;

    Responder(Run run, Session session) throws JMSException {
        this.run = run;
        this.session = session;
        consumer = session.createConsumer(session.createQueue(run.address()));
        producer = session.createProducer(null);
        producer.setDeliveryMode(run.deliveryMode());
    }

    @Override
    public void run() throws JMSException {
        boolean more = true;
        while (more) {
            Message request = consumer.receive(POLL_MILLIS);
            if (request != null) {
                answer(request);
            }
            more = request != null || !run.finishing();
        }
        consumer.close();
    }

    private void answer(Message request) throws JMSException {
        byte[] body = Receipts.body(request);
        try {
            Payload payload = run.codec().decode(body);
            run.ledger().received(RequestReplyWorkload.REQUEST, payload.producer(), payload.sequence());
        } catch (CorruptPayloadException e) {
            run.ledger().damaged();
        }
        BytesMessage reply = session.createBytesMessage();
        reply.writeBytes(body);
        reply.setJMSCorrelationID(request.getJMSCorrelationID());
        producer.send(request.getJMSReplyTo(), reply);
    }
}
