package io.carrick.benchmarks.load;

import io.carrick.benchmarks.check.Payload;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.List;

/** One consumer: receives, checks and acknowledges or commits until the run is finishing and nothing is left. */
final class ConsumerLoop implements Crew.Task {
    private static final long POLL_MILLIS = 200;

    private final Run run;
    private final Receipts receipts;
    private final Session session;
    private final MessageConsumer consumer;
    private final Expectation expectation;
    private final Cleanup cleanup;
    private final int batch;
    private final List<Payload> uncommitted = new ArrayList<>();

    /** @param copy which of the copies it receives */
    ConsumerLoop(Run run, int copy, Session session, MessageConsumer consumer, Expectation expectation, Cleanup cleanup)
            throws JMSException {
        this.run = run;
        receipts = new Receipts(run, copy);
        this.session = session;
        this.consumer = consumer;
        this.expectation = expectation;
        this.cleanup = cleanup;
        batch = session.getTransacted() ? run.load().batch() : 1;
    }

    /** Whether a message was for this consumer. */
    interface Expectation {
        /** Every message is. */
        Expectation ANY = message -> true;

        boolean holds(Message message) throws JMSException;
    }

    /** Removes what would outlive the consumer. */
    interface Cleanup {
        /** Nothing would. */
        Cleanup NONE = () -> {};

        void run() throws JMSException;
    }

    @Override
    public void run() throws JMSException {
        boolean more = true;
        while (more) {
            Message message = consumer.receive(POLL_MILLIS);
            if (message != null) {
                accept(message);
            }
            if (message == null || uncommitted.size() >= batch) {
                acknowledge();
            }
            more = message != null || !run.finishing();
        }
        consumer.close();
        cleanup.run();
    }

    private void accept(Message message) throws JMSException {
        Payload payload = receipts.arrived(message);
        if (payload != null) {
            uncommitted.add(payload);
        }
        if (!expectation.holds(message)) {
            run.ledger().damaged();
        }
    }

    private void acknowledge() throws JMSException {
        if (session.getTransacted() && !uncommitted.isEmpty()) {
            session.commit();
        }
        uncommitted.forEach(receipts::received);
        uncommitted.clear();
    }
}
