package io.carrick.tck.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.carrick.tck.client.ClientAgent;
import io.carrick.tck.client.ClientKind;
import io.carrick.tck.process.BrokerAddress;
import io.carrick.tck.process.BrokerProcess;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code kill -9} of the broker under four producers and four consumers on three client libraries. {@code
 * -Dcarrick.kills=300} makes it longer; {@code -Dcarrick.seed} repeats the moments of the kills.
 */
@Timeout(3600)
class KillIT {
    private static final Logger LOG = LoggerFactory.getLogger(KillIT.class);
    private static final int KILLS = Integer.getInteger("carrick.kills", 20);
    private static final String QUEUE = "crash";
    /** A life of the broker with less traffic than this proves nothing. */
    private static final int TRAFFIC_MIN = 200;

    private final History history = new History();
    private final Workers producers = new Workers();
    private final Workers consumers = new Workers();

    @Test
    void shouldNeitherLoseNorRepeatNorReorderUnderKills() throws InterruptedException {
        long seed = Long.getLong("carrick.seed", System.nanoTime());
        Random random = new Random(seed);
        try (BrokerProcess broker = BrokerProcess.named("kill")
                        .set("store.segment-size", "4MiB")
                        .set("store.reserve", "16MiB")
                        .start();
                ClientAgent rhea = ClientAgent.start(ClientKind.RHEA);
                ClientAgent python = ClientAgent.start(ClientKind.PROTON_PYTHON)) {
            startClients(new BrokerAddress("127.0.0.1", broker.port()), rhea, python);
            for (int kill = 1; kill <= KILLS; kill++) {
                awaitTraffic(seed, kill, random);
                killAndRestart(broker);
            }
            producers.stop();
            await("all that was acknowledged to be delivered")
                    .atMost(Duration.ofSeconds(60))
                    .until(() ->
                            history.missing().isEmpty() || !consumers.failures().isEmpty());
            restartInOrder(broker);
            consumers.stop();
        }
        LOG.info(
                "{} kills, {} sends acknowledged, {} deliveries, seed {}",
                KILLS,
                history.acknowledgedCount(),
                history.deliveredCount(),
                seed);
        assertThat(producers.failures()).as("producers, seed %d", seed).isEmpty();
        assertThat(consumers.failures()).as("consumers, seed %d", seed).isEmpty();
        assertThat(history.anomalies()).as("anomalies, seed %d", seed).isEmpty();
    }

    private void startClients(BrokerAddress address, ClientAgent rhea, ClientAgent python) {
        JmsLoad jms = new JmsLoad(address, QUEUE, history);
        AgentLoad onRhea = new AgentLoad(rhea, address, QUEUE, history);
        AgentLoad onPython = new AgentLoad(python, address, QUEUE, history);
        producers.start("jms-producer", jms.producer(1, producers));
        producers.start("jms-transacted-producer", jms.transactedProducer(2, producers));
        producers.start("rhea-producer", onRhea.producer(3, producers));
        producers.start("python-producer", onPython.producer(4, producers));
        consumers.start("jms-consumer", jms.consumer("jms", consumers));
        consumers.start("jms-transacted-consumer", jms.transactedConsumer("jms-transacted", consumers));
        consumers.start("rhea-consumer", onRhea.consumer("rhea", consumers));
        consumers.start("python-consumer", onPython.confirmedConsumer("python", consumers));
    }

    /** Waits for enough traffic, and then for a random bit more, so that the kill falls anywhere. */
    private void awaitTraffic(long seed, int kill, Random random) throws InterruptedException {
        long acknowledged = history.acknowledgedCount();
        long delivered = history.deliveredCount();
        assertThat(history.awaitTraffic(acknowledged + TRAFFIC_MIN, delivered + TRAFFIC_MIN, 30_000))
                .as(
                        "too idle before kill %d: %d acknowledged, %d delivered, %s %s, seed %d",
                        kill,
                        history.acknowledgedCount() - acknowledged,
                        history.deliveredCount() - delivered,
                        producers.failures(),
                        consumers.failures(),
                        seed)
                .isTrue();
        history.awaitTraffic(history.acknowledgedCount() + random.nextInt(500), 0, 1000);
    }

    private void killAndRestart(BrokerProcess broker) {
        producers.brokerDown();
        consumers.brokerDown();
        broker.kill();
        broker.start();
        producers.brokerUp();
        consumers.brokerUp();
    }

    /** SIGTERM with consumers at work: nothing that was consumed may come back afterwards. */
    private void restartInOrder(BrokerProcess broker) {
        long delivered = history.deliveredCount();
        consumers.brokerDown();
        assertThat(broker.stop()).isZero();
        broker.start();
        consumers.brokerUp();
        LOG.info("{} deliveries before the orderly restart", delivered);
    }
}
