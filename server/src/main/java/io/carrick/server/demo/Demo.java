package io.carrick.server.demo;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.qpid.jms.JmsConnectionFactory;

/** Sends messages, kills the broker, starts it again, and receives them. */
public final class Demo {
    private static final String QUEUE = "demo.orders";
    private static final String NUMBER = "number";
    private static final long RECEIVE_TIMEOUT_MILLIS = 5_000;

    private final int messages;
    private final PrintWriter out;

    /**
     * A demonstration.
     *
     * @param out told what happens, a line at a time
     */
    public Demo(int messages, PrintWriter out) {
        this.messages = messages;
        this.out = out;
    }

    /**
     * Runs it on free ports in a temporary directory, which is deleted at the end.
     *
     * @throws DemoException if a message is lost, doubled or out of order, or something cannot be started
     */
    public void run() throws DemoException {
        Path directory = temporaryDirectory();
        try {
            sendAndKill(directory);
            restartAndReceive(directory);
        } catch (JMSException e) {
            throw new DemoException("the client failed: " + e.getMessage(), e);
        } finally {
            delete(directory);
        }
    }

    private void sendAndKill(Path directory) throws DemoException, JMSException {
        try (BrokerProcess broker = BrokerProcess.start(directory)) {
            say("broker started on amqp://%s (process %d)", broker.amqpAddress(), broker.processId());
            long started = System.nanoTime();
            send(broker);
            say(
                    "%d durable messages sent with Qpid JMS, each acknowledged after it was flushed: %d ms",
                    messages, (System.nanoTime() - started) / 1_000_000);
            broker.kill();
            say("broker killed (kill -9) with %d messages inside", messages);
        }
    }

    private void restartAndReceive(Path directory) throws DemoException, JMSException {
        long started = System.nanoTime();
        try (BrokerProcess broker = BrokerProcess.start(directory)) {
            say("broker started again, ready after %d ms", (System.nanoTime() - started) / 1_000_000);
            receive(broker);
            say("%d messages received in order: none lost, none twice", messages);
            int code = broker.stop();
            say("broker stopped (SIGTERM), exit code %d", code);
        }
    }

    private void send(BrokerProcess broker) throws DemoException, JMSException {
        try (Connection connection = connect(broker);
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
                MessageProducer producer = session.createProducer(session.createQueue(QUEUE))) {
            for (int i = 0; i < messages; i++) {
                Message message = session.createTextMessage("order " + i);
                message.setIntProperty(NUMBER, i);
                producer.send(message);
            }
        }
    }

    private void receive(BrokerProcess broker) throws DemoException, JMSException {
        try (Connection connection = connect(broker);
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
                MessageConsumer consumer = session.createConsumer(session.createQueue(QUEUE))) {
            connection.start();
            for (int i = 0; i < messages; i++) {
                Message message = consumer.receive(RECEIVE_TIMEOUT_MILLIS);
                if (message == null) {
                    throw new DemoException((messages - i) + " of " + messages + " messages are lost");
                }
                if (message.getIntProperty(NUMBER) != i) {
                    throw new DemoException("message " + message.getIntProperty(NUMBER) + " came in place of " + i);
                }
            }
            if (consumer.receiveNoWait() != null) {
                throw new DemoException("there are more messages than were sent");
            }
        }
    }

    private static Connection connect(BrokerProcess broker) throws DemoException, JMSException {
        return new JmsConnectionFactory("amqp://" + broker.amqpAddress()).createConnection();
    }

    private void say(String text, Object... values) {
        out.println(String.format(text, values));
        out.flush();
    }

    private static Path temporaryDirectory() throws DemoException {
        try {
            return Files.createTempDirectory("carrick-demo-");
        } catch (IOException e) {
            throw new DemoException("no temporary directory: " + e.getMessage(), e);
        }
    }

    private static void delete(Path directory) throws DemoException {
        try (Stream<Path> files = Files.walk(directory)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new DemoException("temporary directory not deleted: " + e.getMessage(), e);
        }
    }
}
