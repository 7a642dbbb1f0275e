package io.carrick.benchmarks.micro;

import io.carrick.benchmarks.ClientFactory;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a JMS client spends on a message that it sends and receives, against a broker that runs already, in a process of
 * its own: with {@code -prof gc} the allocation is the client's alone. {@code -p uri=…} says where the broker is.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class JmsClientBenchmark {
    private static final long RECEIVE_MILLIS = 10_000;

    /** Class of the connection factory. */
    @Param({"io.carrick.jms.CarrickConnectionFactory", "org.apache.qpid.jms.JmsConnectionFactory"})
    private String client;

    /** Where the broker is. */
    @Param("amqp://127.0.0.1:5672")
    private String uri;

    private final String text = "x".repeat(1024);
    private Connection connection;
    private Session session;
    private MessageProducer producer;
    private MessageConsumer consumer;

    /** Connects. */
    @Setup
    public void open() throws JMSException {
        connection = ClientFactory.create(client, uri).createConnection();
        session = connection.createSession(Session.AUTO_ACKNOWLEDGE);
        Queue queue = session.createTemporaryQueue();
        producer = session.createProducer(queue);
        consumer = session.createConsumer(queue);
        connection.start();
    }

    /** Disconnects. */
    @TearDown
    public void close() throws JMSException {
        connection.close();
    }

    /** A durable message with properties, sent, received and read. */
    @Benchmark
    public int sendAndReceive() throws JMSException {
        TextMessage message = session.createTextMessage(text);
        message.setStringProperty("region", "north");
        message.setIntProperty("amount", 42);
        message.setLongProperty("account", 4711);
        producer.send(message);
        TextMessage received = (TextMessage) consumer.receive(RECEIVE_MILLIS);
        return received.getText().length() + received.getIntProperty("amount");
    }
}
