package io.carrick.tck.half;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrick.jms.CarrickConnectionFactory;
import io.carrick.jms.CarrickQueue;
import io.carrick.jms.half.HalfMessageOptions;
import io.carrick.jms.half.HalfMessageProducer;
import io.carrick.jms.half.HalfMessageResult;
import io.carrick.jms.half.LocalTransactionListener;
import io.carrick.tck.process.BrokerProcess;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** A broker, a member of a group, and a queue that nobody else uses. */
abstract class HalfProducerFixture {
    static final long LONG_MILLIS = 20_000;
    static final long SHORT_MILLIS = 300;
    static final HalfMessageOptions AT_ONCE = HalfMessageOptions.DEFAULT.withCheckAfter(Duration.ofMillis(1));

    static BrokerProcess broker;

    final CarrickQueue queue = new CarrickQueue("half-" + UUID.randomUUID());
    final String group = "group-" + UUID.randomUUID();
    final Ledger ledger = new Ledger();
    final List<AutoCloseable> opened = new ArrayList<>();
    HalfMessageProducer producer;

    @BeforeAll
    static void startBroker() {
        broker = BrokerProcess.named("half-producer")
                .set("half-messages.back-off", "200ms")
                .start();
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void start() throws JMSException {
        producer = member(failover(), ledger);
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : opened) {
            one.close();
        }
    }

    static String uri() {
        return "amqp://127.0.0.1:" + broker.port();
    }

    static String failover() {
        return "failover:(" + uri() + ")?failover.maxReconnectDelay=200";
    }

    HalfMessageProducer member(String uri, LocalTransactionListener listener) throws JMSException {
        HalfMessageProducer member = new HalfMessageProducer(new CarrickConnectionFactory(uri), group, listener);
        opened.add(member);
        member.start();
        return member;
    }

    HalfMessageResult send(String id) throws JMSException {
        return producer.send(id, queue, producer.createTextMessage(id), null, AT_ONCE);
    }

    void prepare(String id, CarrickQueue to, String text) throws JMSException {
        producer.prepare(id, to, producer.createTextMessage(text));
    }

    List<String> receive(CarrickQueue from, int count) {
        List<String> texts = new ArrayList<>();
        try (JMSContext context = new CarrickConnectionFactory(uri()).createContext();
                JMSConsumer consumer = context.createConsumer(from)) {
            for (int i = 0; i < count; i++) {
                texts.add(consumer.receiveBody(String.class, LONG_MILLIS));
            }
            texts.add(consumer.receiveBody(String.class, SHORT_MILLIS));
        }
        assertThat(texts.remove(count)).as("one message too many").isNull();
        return texts;
    }
}
