package io.carrick.tck.half;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.carrick.tck.client.ClientKind;
import io.carrick.tck.crash.Workers;
import io.carrick.tck.process.BrokerAddress;
import io.carrick.tck.process.BrokerProcess;
import io.carrick.tck.process.CommandResult;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code kill -9} of producers of half messages, on the JMS provider and on rhea, and of the broker. Members of the group
 * on rhea and Proton Python answer for the dead, as the producer in Java does. In the end every message is committed or
 * rolled back as its local transaction was. {@code -Dcarrick.half.rounds=80} makes it longer; {@code -Dcarrick.seed}
 * repeats its choices.
 */
@Timeout(7200)
class HalfMessageKillIT {
    static final String GROUP = "order-service";
    static final String QUEUE = "half-kill";
    static final Duration CHECK_AFTER = Duration.ofMillis(200);

    private static final Logger LOG = LoggerFactory.getLogger(HalfMessageKillIT.class);
    private static final int ROUNDS = Integer.getInteger("carrick.half.rounds", 4);
    /** Half messages of each producer in a round, without which it proves nothing. */
    private static final int STORED_MIN = 130;

    private static final int STORED_TOTAL_MIN = 250;
    private static final int BATCH = 10;
    private static final long RECEIVE_MILLIS = 200;
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final long seed = Long.getLong("carrick.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final HalfHistory history = new HalfHistory();
    private final Workers workers = new Workers();
    private final List<String> failuresOfTheDead = new ArrayList<>();
    private BrokerProcess broker;
    private BrokerAddress address;
    private Path directory;
    private OrderTable table;
    private int lives;
    private int storedByTheDead;
    private Life java;
    private Life rhea;

    /** A producer that lives. */
    private record Life(int number, HalfProducer producer) {}

    /** What is killed in a round. */
    private enum Victim {
        JAVA,
        RHEA,
        BROKER
    }

    @Test
    void shouldEndEveryHalfMessageAsItsLocalTransactionEnded() throws Exception {
        try (GroupMembers onRhea = new GroupMembers(ClientKind.RHEA);
                GroupMembers onPython = new GroupMembers(ClientKind.PROTON_PYTHON)) {
            start();
            workers.start("member-rhea", onRhea.member(address, table, workers));
            workers.start("member-python", onPython.member(address, table, workers));
            workers.start("consumer", this::consume);
            for (int round = 0; round < ROUNDS; round++) {
                round();
            }
            end(java);
            end(rhea);
            await("all half messages to be decided, seed " + seed)
                    .atMost(LIMIT)
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> !workers.failures().isEmpty() || !undecided().contains(GROUP));
            await("all that was committed to be consumed, seed " + seed)
                    .atMost(LIMIT)
                    .until(() -> !workers.failures().isEmpty()
                            || history.missing(table.committed(lives)).isEmpty());
            workers.stop();
            check(onRhea.decided(), onPython.decided());
        } finally {
            stop();
        }
    }

    private void start() throws IOException {
        broker = BrokerProcess.named("half-kill")
                .jvm("-XX:TieredStopAtLevel=1")
                .set("half-messages.back-off", "500ms")
                // A producer may hold a half message as long as it lives.
                .set("half-messages.checks-max", "100000")
                .start();
        address = new BrokerAddress("127.0.0.1", broker.port());
        directory = Files.createDirectories(broker.home().resolve("orders"));
        table = new OrderTable(directory);
        java = newJava();
        rhea = newRhea();
    }

    private Life newJava() throws IOException {
        lives++;
        return new Life(lives, new JavaHalfProducer(address, directory, lives));
    }

    private Life newRhea() throws IOException {
        lives++;
        return new Life(lives, new AgentHalfProducer(ClientKind.RHEA, address, table, lives));
    }

    private void round() throws Exception {
        int before = stored();
        await("half messages, seed " + seed)
                .atMost(LIMIT)
                .until(() -> !failures().isEmpty()
                        || java.producer.stored() >= STORED_MIN
                                && rhea.producer.stored() >= STORED_MIN
                                && stored() >= before + STORED_TOTAL_MIN);
        assertThat(failures()).as("seed %d", seed).isEmpty();
        List<Victim> victims = new ArrayList<>(Arrays.asList(Victim.values()));
        Collections.shuffle(victims, random);
        for (Victim victim : victims) {
            int next = stored() + random.nextInt(30);
            await("a few more, seed " + seed)
                    .atMost(LIMIT)
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> stored() >= next || !failures().isEmpty());
            kill(victim);
        }
    }

    private void kill(Victim victim) throws IOException, InterruptedException {
        switch (victim) {
            case JAVA -> {
                end(java);
                java = newJava();
            }
            case RHEA -> {
                end(rhea);
                rhea = newRhea();
            }
            case BROKER -> {
                workers.brokerDown();
                java.producer.brokerDown();
                rhea.producer.brokerDown();
                broker.kill();
                broker.start();
                workers.brokerUp();
                java.producer.brokerUp();
                rhea.producer.brokerUp();
            }
        }
    }

    private void end(Life life) throws IOException, InterruptedException {
        life.producer.kill();
        table.over(life.number);
        storedByTheDead += life.producer.stored();
        failuresOfTheDead.addAll(life.producer.failures());
    }

    private int stored() {
        return storedByTheDead + java.producer.stored() + rhea.producer.stored();
    }

    private List<String> failures() {
        List<String> failures = new ArrayList<>(failuresOfTheDead);
        workers.failures().forEach(failure -> failures.add(failure.toString()));
        failures.addAll(java.producer.failures());
        failures.addAll(rhea.producer.failures());
        return failures;
    }

    /** Consumes in transactions: what a successful commit covers must never come again. */
    private void consume() throws JMSException {
        try (JMSContext context = new JmsConnectionFactory(address.jmsUri() + "?jms.prefetchPolicy.all=50")
                .createContext(JMSContext.SESSION_TRANSACTED)) {
            JMSConsumer consumer = context.createConsumer(context.createQueue(QUEUE));
            List<HalfKey> batch = new ArrayList<>();
            while (!workers.stopped()) {
                Message message = consumer.receive(RECEIVE_MILLIS);
                if (message != null) {
                    HalfKey key = HalfKey.parse(message.getBody(String.class));
                    history.delivered(key, message.getJMSRedelivered(), table.outcome(key));
                    batch.add(key);
                }
                if (batch.size() == BATCH || message == null) {
                    batch.forEach(history::consuming);
                    context.commit();
                    batch.forEach(history::consumed);
                    batch.clear();
                }
            }
        }
    }

    /** The table of half messages without outcome, parked ones included. */
    private String undecided() throws IOException, InterruptedException {
        CommandResult list = CommandResult.carrick(
                "admin", "half", "list", "--data", broker.data().toString());
        assertThat(list.exitCode()).as(list.errors()).isZero();
        return list.output();
    }

    private void check(int byRhea, int byPython) {
        int committed = table.committed(lives).size();
        LOG.info(
                "{} half messages, {} committed, {} lives of producers, {} kills of the broker, {} decided by rhea and {} by"
                        + " Proton Python, seed {}",
                storedByTheDead,
                committed,
                lives,
                ROUNDS,
                byRhea,
                byPython,
                seed);
        assertThat(history.anomalies(table.committed(lives)))
                .as("anomalies, seed %d", seed)
                .isEmpty();
        assertThat(failures()).as("seed %d", seed).isEmpty();
        assertThat(storedByTheDead)
                .as("half messages, seed %d", seed)
                .isGreaterThanOrEqualTo(ROUNDS * STORED_TOTAL_MIN);
        assertThat(committed).as("committed, seed %d", seed).isBetween(storedByTheDead / 4, storedByTheDead * 3 / 4);
        assertThat(List.of(byRhea, byPython))
                .as("decided by check-back, seed %d", seed)
                .allMatch(n -> n >= ROUNDS);
    }

    private void stop() throws IOException, InterruptedException {
        for (Life life : Arrays.asList(java, rhea)) {
            if (life != null) {
                life.producer.kill();
            }
        }
        if (broker != null) {
            broker.close();
        }
    }
}
