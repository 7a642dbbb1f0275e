package io.carrick.tck.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.SoftAssertions.assertSoftly;
import static org.awaitility.Awaitility.await;

import io.carrick.jms.CarrickConnectionFactory;
import io.carrick.tck.process.BrokerProcess;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code kill -9} of the broker under applications that have a failover URI and notice nothing: eight threads in each
 * acknowledge mode. {@code -Dcarrick.provider.kills=50} makes it longer; {@code -Dcarrick.seed} repeats the moments, {@code
 * -Dcarrick.provider.modes=AUTO,TRANSACTED} leaves the others out.
 */
@Timeout(3600)
class ProviderKillIT {
    private static final Logger LOG = LoggerFactory.getLogger(ProviderKillIT.class);
    private static final int KILLS = Integer.getInteger("carrick.provider.kills", 6);
    private static final List<SessionMode> MODES = Arrays.stream(
                    System.getProperty("carrick.provider.modes", "AUTO,CLIENT,DUPS_OK,INDIVIDUAL,NONE,TRANSACTED")
                            .split(","))
            .map(SessionMode::valueOf)
            .toList();
    private static final long CALL_LIMIT_MILLIS = 65_000;
    /** A life of the broker with less traffic than this, in each mode, proves little. */
    private static final int TRAFFIC_MIN = 20;

    private static final long TRAFFIC_LIMIT_MILLIS = 60_000;
    private static final Duration DRAIN_LIMIT = Duration.ofSeconds(60);
    /** Idle threads of the provider end after ten seconds. */
    private static final Duration THREADS_LIMIT = Duration.ofSeconds(20);

    private final long seed = Long.getLong("carrick.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final Calls calls = new Calls();
    private final List<ModeLoad> loads = new ArrayList<>();

    @Test
    void shouldHideTheDeathsOfTheBrokerInEveryAcknowledgeMode() throws Exception {
        LOG.info("seed {}", seed);
        try (BrokerProcess broker = BrokerProcess.named("provider-kill")
                .set("store.segment-size", "4MiB")
                .set("store.reserve", "16MiB")
                .start()) {
            ConnectionFactory factory = new CarrickConnectionFactory("failover:(amqp://127.0.0.1:" + broker.port() + ")"
                    + "?failover.maxReconnectDelay=200&jms.requestTimeout=60000&jms.sendTimeout=60000"
                    + "&jms.closeTimeout=10000");
            for (SessionMode mode : MODES) {
                ModeLoad load = new ModeLoad(mode, factory, calls);
                loads.add(load);
                load.start();
            }
            for (int kill = 1; kill <= KILLS; kill++) {
                awaitTraffic(kill);
                broker.kill();
                broker.start();
            }
            finish(factory);
        }
        report();
        check();
        await("the provider's threads to end")
                .atMost(THREADS_LIMIT)
                .untilAsserted(() -> assertThat(ProviderThreads.names()).isEmpty());
    }

    /** Mostly waits for enough traffic; sometimes the broker dies while the clients are coming back. */
    private void awaitTraffic(int kill) throws InterruptedException {
        ModeLoad one = loads.get(random.nextInt(loads.size()));
        if (kill > 1 && random.nextInt(4) == 0) {
            boolean unused = one.history().awaitTraffic(Long.MAX_VALUE, 0, random.nextInt(300));
            return;
        }
        for (ModeLoad load : loads) {
            long acknowledged = load.history().acknowledgedCount();
            long delivered = load.history().deliveredCount();
            assertThat(load.history()
                            .awaitTraffic(acknowledged + TRAFFIC_MIN, delivered + TRAFFIC_MIN, TRAFFIC_LIMIT_MILLIS))
                    .as(
                            "%s too idle before kill %d: %d acknowledged, %d delivered, %s, seed %d",
                            load.mode(),
                            kill,
                            load.history().acknowledgedCount() - acknowledged,
                            load.history().deliveredCount() - delivered,
                            load.failures(),
                            seed)
                    .isTrue();
        }
        boolean unused = one.history().awaitTraffic(one.history().acknowledgedCount() + random.nextInt(300), 0, 1_000);
    }

    private void finish(ConnectionFactory factory) throws InterruptedException, JMSException {
        for (ModeLoad load : loads) {
            load.stopSending();
        }
        await("all that was acknowledged to be delivered")
                .atMost(DRAIN_LIMIT)
                .until(() -> loads.stream().allMatch(ModeLoad::isDone));
        for (ModeLoad load : loads) {
            load.stopReceiving();
            load.close();
        }
        for (ModeLoad load : loads) {
            load.drain(factory);
        }
    }

    private void report() {
        for (ModeLoad load : loads) {
            LOG.info(
                    "{}: {} sends acknowledged, {} deliveries, {} commits rolled back, {} never delivered",
                    load.mode(),
                    load.history().acknowledgedCount(),
                    load.history().deliveredCount(),
                    load.rolledBack(),
                    load.history().missing().size());
        }
        LOG.info("{} kills, seed {}, calls: {}", KILLS, seed, calls);
    }

    private void check() {
        assertSoftly(softly -> {
            for (ModeLoad load : loads) {
                softly.assertThat(load.failures())
                        .as("failures of %s, seed %d", load.mode(), seed)
                        .isEmpty();
                softly.assertThat(anomalies(load))
                        .as("anomalies of %s, seed %d", load.mode(), seed)
                        .isEmpty();
                if (load.mode() == SessionMode.TRANSACTED) {
                    softly.assertThat(load.history().unconfirmed())
                            .as("consumed by a commit that said it was rolled back, seed %d", seed)
                            .isEmpty();
                }
            }
            softly.assertThat(calls.longestMillis())
                    .as("%s, seed %d", calls, seed)
                    .isLessThan(CALL_LIMIT_MILLIS);
        });
    }

    /**
     * What is wrong. Not the order: a receiver gives back what it fetched when it has no use for it, so that messages come
     * to another one that has received later ones.
     */
    private static List<String> anomalies(ModeLoad load) {
        return load.history().anomalies().stream()
                .filter(anomaly -> !(load.mode().mayLose() && anomaly.startsWith("lost:")))
                .filter(anomaly -> !anomaly.startsWith("order inversion:"))
                .toList();
    }
}
