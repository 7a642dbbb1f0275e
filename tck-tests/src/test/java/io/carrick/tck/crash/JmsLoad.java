package io.carrick.tck.crash;

import io.carrick.tck.process.BrokerAddress;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.qpid.jms.JmsConnectionFactory;

/** Producers and consumers on Qpid JMS, one connection each. */
final class JmsLoad {
    private static final int BATCH = 5;
    private static final long RECEIVE_MILLIS = 200;

    private final ConnectionFactory factory;
    private final String queue;
    private final History history;

    JmsLoad(BrokerAddress broker, String queue, History history) {
        // A small prefetch: what a dead client held is redelivered, which is not what these tests are short of.
        this.factory = new JmsConnectionFactory(broker.jmsUri()
                + "?jms.prefetchPolicy.all=50&jms.requestTimeout=20000&jms.closeTimeout=1000&jms.sendTimeout=20000");
        this.queue = queue;
        this.history = history;
    }

    /** Sends one message after the other, each with its own acknowledgement. */
    Workers.Turn producer(int number, Workers workers) {
        AtomicLong sequence = new AtomicLong();
        return () -> {
            try (JMSContext context = factory.createContext()) {
                Queue destination = context.createQueue(queue);
                JMSProducer producer = context.createProducer();
                while (!workers.stopped()) {
                    MessageKey message = new MessageKey(number, sequence.incrementAndGet());
                    history.sendInvoked(message);
                    producer.send(destination, message.text());
                    history.sendAcknowledged(message);
                }
            }
        };
    }

    /** Sends in transactions; every tenth is rolled back. */
    Workers.Turn transactedProducer(int number, Workers workers) {
        AtomicLong sequence = new AtomicLong();
        AtomicLong batches = new AtomicLong();
        return () -> {
            try (JMSContext context = factory.createContext(JMSContext.SESSION_TRANSACTED)) {
                Queue destination = context.createQueue(queue);
                JMSProducer producer = context.createProducer();
                while (!workers.stopped()) {
                    List<MessageKey> batch = new ArrayList<>();
                    for (int i = 0; i < BATCH; i++) {
                        MessageKey message = new MessageKey(number, sequence.incrementAndGet());
                        batch.add(message);
                        history.sendInvoked(message);
                        producer.send(destination, message.text());
                    }
                    if (batches.incrementAndGet() % 10 == 0) {
                        // Recorded before: once asked to roll back, the broker must not deliver, whatever happens.
                        batch.forEach(history::sendRefused);
                        context.rollback();
                    } else {
                        context.commit();
                        batch.forEach(history::sendAcknowledged);
                    }
                }
            }
        };
    }

    /** Acknowledges each message as it is received; nobody confirms that. */
    Workers.Turn consumer(String name, Workers workers) {
        return () -> {
            try (JMSContext context = factory.createContext()) {
                JMSConsumer consumer = context.createConsumer(context.createQueue(queue));
                while (!workers.stopped()) {
                    receive(name, consumer);
                }
            }
        };
    }

    /** Consumes in transactions: what a successful commit covers must never come again. */
    Workers.Turn transactedConsumer(String name, Workers workers) {
        return () -> {
            try (JMSContext context = factory.createContext(JMSContext.SESSION_TRANSACTED)) {
                JMSConsumer consumer = context.createConsumer(context.createQueue(queue));
                List<MessageKey> batch = new ArrayList<>();
                while (!workers.stopped()) {
                    MessageKey message = receive(name, consumer);
                    if (message != null) {
                        batch.add(message);
                    }
                    if (batch.size() == BATCH || message == null) {
                        context.commit();
                        batch.forEach(history::confirmed);
                        batch.clear();
                    }
                }
            }
        };
    }

    private MessageKey receive(String name, JMSConsumer consumer) throws JMSException {
        Message message = consumer.receive(RECEIVE_MILLIS);
        if (message == null) {
            return null;
        }
        MessageKey key = MessageKey.parse(message.getBody(String.class));
        history.delivered(name, key, message.getJMSRedelivered());
        return key;
    }
}
