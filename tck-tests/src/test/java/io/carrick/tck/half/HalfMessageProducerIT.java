package io.carrick.tck.half;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrick.jms.CarrickConnectionFactory;
import io.carrick.jms.CarrickQueue;
import io.carrick.jms.CarrickTopic;
import io.carrick.jms.half.HalfMessageNotFoundException;
import io.carrick.jms.half.HalfMessageOptions;
import io.carrick.jms.half.HalfMessageProducer;
import io.carrick.jms.half.HalfMessageResult;
import io.carrick.jms.half.HalfMessageState;
import io.carrick.jms.half.HalfMessageStateException;
import io.carrick.jms.half.LocalTransactionState;
import io.carrick.tck.process.BrokerAddress;
import io.carrick.tck.process.BrokerProcess;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.Message;
import jakarta.jms.TransactionRolledBackRuntimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The provider's producer of half messages against the built broker. */
@Timeout(120)
class HalfMessageProducerIT extends HalfProducerFixture {
    @Test
    void shouldShowWhatIsCommittedAndDropWhatIsRolledBack() throws JMSException {
        assertThat(send("1"))
                .isEqualTo(new HalfMessageResult("1", LocalTransactionState.COMMIT, HalfMessageState.COMMITTED, null));
        ledger.step = half -> ledger.end(half, LocalTransactionState.ROLLBACK);
        assertThat(send("2"))
                .isEqualTo(
                        new HalfMessageResult("2", LocalTransactionState.ROLLBACK, HalfMessageState.ROLLED_BACK, null));
        assertThat(receive(queue, 1)).containsExactly("1");
    }

    @Test
    void shouldShowNothingWhileTheLocalTransactionRuns() throws JMSException {
        ledger.step = half -> {
            assertThat(receive(queue, 0)).isEmpty();
            return LocalTransactionState.COMMIT;
        };
        assertThat(send("1").isDecided()).isTrue();
        assertThat(receive(queue, 1)).containsExactly("1");
    }

    @Test
    void shouldDecideAboutSeveralMessagesTogether() throws JMSException {
        CarrickQueue second = new CarrickQueue(queue.getQueueName() + ".second");
        prepare("1", queue, "a");
        prepare("1", second, "b");
        prepare("1", queue, "c");
        assertThat(receive(queue, 0)).isEmpty();
        producer.commit("1");
        producer.commit("1");
        assertThat(receive(queue, 2)).containsExactly("a", "c");
        assertThat(receive(second, 1)).containsExactly("b");
    }

    @Test
    void shouldSendToTopicsWithPriorityAndDelay() throws JMSException {
        CarrickTopic topic = new CarrickTopic("topic-" + UUID.randomUUID());
        try (JMSContext context = new CarrickConnectionFactory(uri()).createContext();
                JMSConsumer consumer = context.createConsumer(topic)) {
            Message message = producer.createTextMessage("x");
            HalfMessageOptions options =
                    HalfMessageOptions.DEFAULT.withPriority(8).withDeliveryDelay(Duration.ofSeconds(1));
            producer.prepare("1", topic, message, options);
            producer.commit("1");
            Message received = consumer.receive(LONG_MILLIS);
            assertThat(received.getJMSPriority()).isEqualTo(8);
            assertThat(received.getJMSDeliveryTime()).isEqualTo(message.getJMSDeliveryTime());
            assertThat(System.currentTimeMillis()).isGreaterThanOrEqualTo(received.getJMSDeliveryTime());
            assertThat(received.getJMSMessageID()).isEqualTo(message.getJMSMessageID());
        }
    }

    @Test
    void shouldSayWhatTheBrokerRefuses() throws JMSException {
        assertThatThrownBy(() -> producer.commit("none"))
                .isInstanceOf(HalfMessageNotFoundException.class)
                .hasMessageContaining("none");
        prepare("1", queue, "a");
        producer.rollback("1");
        assertThatThrownBy(() -> producer.commit("1"))
                .isInstanceOfSatisfying(
                        HalfMessageStateException.class,
                        e -> assertThat(e.state()).isEqualTo(HalfMessageState.ROLLED_BACK));
        assertThatThrownBy(() -> prepare("1", queue, "late"))
                .isInstanceOfSatisfying(
                        HalfMessageStateException.class,
                        e -> assertThat(e.state()).isEqualTo(HalfMessageState.ROLLED_BACK));
        assertThatThrownBy(() -> send("1")).isInstanceOf(HalfMessageStateException.class);
    }

    @Test
    void shouldShowThatAnotherDecidedOtherwise() throws JMSException {
        ledger.step = half -> {
            producer.rollback(half.id());
            return LocalTransactionState.COMMIT;
        };
        HalfMessageResult result = send("1");
        assertThat(result.state()).isEqualTo(HalfMessageState.ROLLED_BACK);
        assertThat(result.isDecided()).isFalse();
        assertThat(result.failure()).isInstanceOf(HalfMessageStateException.class);
    }

    @Test
    void shouldDecideWithATransaction() throws JMSException {
        prepare("1", queue, "half");
        try (JMSContext transacted = new CarrickConnectionFactory(uri()).createContext(JMSContext.SESSION_TRANSACTED)) {
            producer.decideIn(transacted, "1", LocalTransactionState.COMMIT);
            transacted.rollback();
            assertThat(receive(queue, 0)).isEmpty();
            transacted.createProducer().send(queue, "whole");
            producer.decideIn(transacted, "1", LocalTransactionState.COMMIT);
            transacted.commit();
            assertThat(receive(queue, 2)).containsExactlyInAnyOrder("half", "whole");

            transacted.createProducer().send(queue, "never");
            producer.decideIn(transacted, "1", LocalTransactionState.ROLLBACK);
            assertThatThrownBy(transacted::commit).isInstanceOf(TransactionRolledBackRuntimeException.class);
            assertThat(receive(queue, 0)).isEmpty();
        }
    }

    @Test
    void shouldSendFromSeveralThreads() throws Exception {
        int threads = 8;
        int each = 25;
        ledger.step = half -> {
            int number = Integer.parseInt(half.id());
            LocalTransactionState outcome =
                    number % 3 == 0 ? LocalTransactionState.ROLLBACK : LocalTransactionState.COMMIT;
            ledger.end(half, outcome);
            return number % 5 == 0 ? LocalTransactionState.UNKNOWN : outcome;
        };
        ExecutorService senders = Executors.newFixedThreadPool(threads);
        List<Future<?>> sent = new ArrayList<>();
        Set<String> committed = new TreeSet<>();
        for (int thread = 0; thread < threads; thread++) {
            int first = thread * each;
            sent.add(senders.submit(() -> {
                for (int i = first; i < first + each; i++) {
                    send(Integer.toString(i));
                }
                return null;
            }));
        }
        for (int i = 0; i < threads * each; i++) {
            if (i % 3 != 0) {
                committed.add(Integer.toString(i));
            }
        }
        for (Future<?> one : sent) {
            one.get(60, TimeUnit.SECONDS);
        }
        senders.shutdown();
        List<String> received = receive(queue, committed.size());
        assertThat(received).doesNotHaveDuplicates();
        assertThat(new TreeSet<>(received)).isEqualTo(committed);
    }

    @Test
    void shouldNotSendAHalfMessageOnAsOne() throws JMSException {
        CarrickQueue second = new CarrickQueue(queue.getQueueName() + ".second");
        HalfClient qpid = new JmsHalfClient(new BrokerAddress("127.0.0.1", broker.port()));
        opened.add(qpid);
        ledger.outcomes.put("of qpid", LocalTransactionState.COMMIT);
        assertThat(qpid.prepare(queue.getQueueName(), group, "of qpid", "of qpid"))
                .isEmpty();
        assertThat(qpid.resolve(group, "of qpid", "commit")).isEmpty();
        send("ours");
        try (JMSContext context = new CarrickConnectionFactory(uri()).createContext();
                JMSConsumer consumer = context.createConsumer(queue)) {
            for (int i = 0; i < 2; i++) {
                Message message = consumer.receive(LONG_MILLIS);
                assertThat(message.getStringProperty("JMS_CARRICK_HALF_ID")).isIn("of qpid", "ours");
                context.createProducer().send(second, message);
            }
        }
        assertThat(receive(second, 2)).containsExactlyInAnyOrder("of qpid", "ours");
    }

    @Test
    void shouldRefuseGroupsOfOthers() throws JMSException {
        String configuration = """
                listeners:
                  - name: amqp
                    port: 0
                    anonymous: true
                security:
                  anonymous-roles: [guest]
                  permissions:
                    - address: "open"
                      verbs: [send, receive, create]
                      roles: [guest]
                    - address: "$half-check/mute"
                      verbs: [receive]
                      roles: [guest]
                """;
        try (BrokerProcess strict =
                BrokerProcess.named("half-strict").configuration(configuration).start()) {
            CarrickConnectionFactory factory = new CarrickConnectionFactory("amqp://127.0.0.1:" + strict.port());
            try (HalfMessageProducer deaf = new HalfMessageProducer(factory, "deaf", ledger);
                    HalfMessageProducer mute = new HalfMessageProducer(factory, "mute", ledger)) {
                assertThatThrownBy(deaf::start).isInstanceOf(JMSSecurityException.class);
                mute.start();
                assertThatThrownBy(() -> mute.send(new CarrickQueue("open"), mute.createTextMessage("x"), null))
                        .isInstanceOf(JMSSecurityException.class);
                assertThatThrownBy(() -> mute.commit("1")).isInstanceOf(JMSSecurityException.class);
            }
        }
        assertThat(ledger.outcomes).isEmpty();
    }
}
