package io.carrick.tck.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.carrick.jms.CarrickConnectionFactory;
import io.carrick.tck.process.BrokerProcess;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.TransactionRolledBackRuntimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * {@code kill -9} of the broker under applications on the JMS provider with a failover URI, which must not notice: no
 * send fails or is doubled, each commit has its true outcome. {@code -Dcarrick.failovers=50} makes it longer; {@code
 * -Dcarrick.seed} repeats the moments of the kills.
 */
@Timeout(1800)
class ProviderFailoverIT {
    private static final int KILLS = Integer.getInteger("carrick.failovers", 5);
    private static final String QUEUE = "failover";
    private static final int BATCH = 5;
    /** A life of the broker with less traffic than this proves nothing. */
    private static final int TRAFFIC_MIN = 100;

    private final Set<String> accepted = ConcurrentHashMap.newKeySet();
    private final Set<String> rolledBack = ConcurrentHashMap.newKeySet();
    private final Map<String, AtomicInteger> received = new ConcurrentHashMap<>();
    private final java.util.Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean sending = true;
    private volatile boolean receiving = true;
    private CarrickConnectionFactory factory;

    private interface Application {
        void run(JMSContext context) throws Exception;
    }

    @Test
    void shouldHideTheDeathsOfTheBroker() throws InterruptedException {
        long seed = Long.getLong("carrick.seed", System.nanoTime());
        Random random = new Random(seed);
        try (BrokerProcess broker = BrokerProcess.named("failover").start()) {
            factory = new CarrickConnectionFactory("failover:(amqp://127.0.0.1:" + broker.port()
                    + ")?failover.reconnectDelay=20&failover.maxReconnectDelay=200");
            for (int i = 0; i < 3; i++) {
                String name = "s" + i;
                start(name, JMSContext.AUTO_ACKNOWLEDGE, context -> send(name, context));
                start("t" + i, JMSContext.SESSION_TRANSACTED, context -> sendBatches("t" + name, context));
            }
            start("auto", JMSContext.AUTO_ACKNOWLEDGE, this::receive);
            start("transacted", JMSContext.SESSION_TRANSACTED, this::receiveAndCommit);
            for (int kill = 0; kill < KILLS; kill++) {
                awaitTraffic();
                Thread.sleep(random.nextInt(500));
                broker.kill();
                broker.start();
            }
            awaitTraffic();
            sending = false;
            await("all that was accepted to be received")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> received.keySet().containsAll(accepted) || !failures.isEmpty());
            receiving = false;
            for (Thread thread : threads) {
                thread.join(30_000);
                assertThat(thread.isAlive())
                        .as("%s ends, seed %d", thread.getName(), seed)
                        .isFalse();
            }
        }
        assertThat(failures).as("seed %d", seed).isEmpty();
        assertThat(received.keySet()).as("received, seed %d", seed).containsAll(accepted);
        assertThat(received.keySet())
                .as("rolled back, but received, seed %d", seed)
                .doesNotContainAnyElementsOf(rolledBack);
    }

    private void awaitTraffic() {
        int before = accepted.size();
        await("traffic")
                .atMost(Duration.ofSeconds(60))
                .until(() -> accepted.size() >= before + TRAFFIC_MIN || !failures.isEmpty());
    }

    private void start(String name, int mode, Application application) {
        Thread thread = new Thread(
                () -> {
                    try (JMSContext context = factory.createContext(mode)) {
                        application.run(context);
                    } catch (Exception | AssertionError e) {
                        failures.add(e);
                    }
                },
                name);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    private void send(String name, JMSContext context) {
        JMSProducer producer = context.createProducer();
        Queue queue = context.createQueue(QUEUE);
        for (int i = 0; sending; i++) {
            producer.send(queue, name + "-" + i);
            accepted.add(name + "-" + i);
        }
    }

    private void sendBatches(String name, JMSContext context) {
        JMSProducer producer = context.createProducer();
        Queue queue = context.createQueue(QUEUE);
        for (int i = 0; sending; i++) {
            List<String> batch = new ArrayList<>();
            for (int j = 0; j < BATCH; j++) {
                batch.add(name + "-" + i + "-" + j);
                producer.send(queue, batch.get(j));
            }
            try {
                context.commit();
                accepted.addAll(batch);
            } catch (TransactionRolledBackRuntimeException e) {
                rolledBack.addAll(batch);
            }
        }
    }

    private void receive(JMSContext context) throws JMSException {
        JMSConsumer consumer = context.createConsumer(context.createQueue(QUEUE));
        while (receiving) {
            Message message = consumer.receive(100);
            if (message != null) {
                note(message);
            }
        }
    }

    private void receiveAndCommit(JMSContext context) throws JMSException {
        JMSConsumer consumer = context.createConsumer(context.createQueue(QUEUE));
        while (receiving) {
            Message message = consumer.receive(100);
            if (message == null) {
                continue;
            }
            boolean redelivered = message.getJMSRedelivered();
            String text = message.getBody(String.class);
            try {
                context.commit();
                note(text, redelivered);
            } catch (TransactionRolledBackRuntimeException e) {
                // It comes again, here or elsewhere.
                continue;
            }
        }
    }

    private void note(Message message) throws JMSException {
        note(message.getBody(String.class), message.getJMSRedelivered());
    }

    /** What was received before may come again only if it is marked as redelivered. */
    private void note(String text, boolean redelivered) {
        int count = received.computeIfAbsent(text, key -> new AtomicInteger()).incrementAndGet();
        assertThat(count == 1 || redelivered)
                .as("%s is received once, or marked", text)
                .isTrue();
    }
}
