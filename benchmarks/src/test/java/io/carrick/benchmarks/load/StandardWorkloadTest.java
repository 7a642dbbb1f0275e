package io.carrick.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrick.benchmarks.check.Verdict;
import io.carrick.benchmarks.load.InMemoryBroker.Fault;
import io.carrick.benchmarks.measure.Latency;
import io.carrick.benchmarks.measure.Result;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The tests wait more than they work: side by side they take as long as the slowest. */
@Execution(ExecutionMode.CONCURRENT)
class StandardWorkloadTest {
    private static final long WARM_UP = 50;
    private static final long MEASURED = 300;
    private static final int CONSUMERS = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    @ParameterizedTest
    @EnumSource(StandardWorkload.class)
    void shouldMeasureEveryMessageOnceAndLeaveOutTheWarmUp(StandardWorkload workload) throws Exception {
        InMemoryBroker broker = new InMemoryBroker(Fault.NONE);

        List<Result> results = workload.run(settings(broker, 7));

        assertThat(results).isNotEmpty().allSatisfy(result -> {
            assertThat(result.verdict()).isEqualTo(new Verdict(0, 0, 0));
            assertThat(result.operations())
                    .isEqualTo(workload == StandardWorkload.FAN_OUT ? MEASURED * CONSUMERS : MEASURED);
            assertThat(result.seconds()).isPositive();
        });
        assertThat(results.get(0).latencies().values())
                .extracting(Latency.Quantiles::count)
                .contains(MEASURED);
        assertThat(broker.subscriptions()).as("left behind").isZero();
    }

    @ParameterizedTest
    @EnumSource(
            value = StandardWorkload.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"REQUEST_REPLY", "FAN_OUT"})
    void shouldTellOfALostMessage(StandardWorkload workload) throws Exception {
        List<Result> results = workload.run(settings(new InMemoryBroker(Fault.LOSE), 1));

        assertThat(results).extracting(Result::verdict).containsOnly(new Verdict(1, 0, 0));
    }

    @ParameterizedTest
    @EnumSource(
            value = StandardWorkload.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"REQUEST_REPLY", "FAN_OUT"})
    void shouldTellOfADoubledMessage(StandardWorkload workload) throws Exception {
        List<Result> results = workload.run(settings(new InMemoryBroker(Fault.DOUBLE), 1));

        assertThat(results).extracting(Result::verdict).containsOnly(new Verdict(0, 1, 0));
    }

    @Test
    void shouldCountALossForEachSubscriptionThatMissesIt() throws Exception {
        List<Result> results = StandardWorkload.FAN_OUT.run(settings(new InMemoryBroker(Fault.LOSE), 1));

        assertThat(results).extracting(Result::verdict).containsOnly(new Verdict(CONSUMERS, 0, 0));
    }

    @Test
    void shouldTellOfADamagedMessage() throws Exception {
        List<Result> results = StandardWorkload.BACKLOG.run(settings(new InMemoryBroker(Fault.CORRUPT), 1));

        assertThat(results).extracting(Result::verdict).containsOnly(new Verdict(1, 0, 1));
    }

    @Test
    void shouldFailWhenARequestIsNeverAnswered() {
        assertThatThrownBy(() -> StandardWorkload.REQUEST_REPLY.run(settings(new InMemoryBroker(Fault.LOSE), 1)))
                .hasMessageContaining("no answer to request");
    }

    @ParameterizedTest
    @EnumSource(StandardWorkload.class)
    void shouldFailWhenTheBrokerRefusesAMessage(StandardWorkload workload) {
        assertThatThrownBy(() -> workload.run(settings(new InMemoryBroker(Fault.REFUSE), 1)))
                .hasMessageContaining("disk budget spent");
    }

    private static Settings settings(InMemoryBroker broker, int batch) {
        return new Settings(
                new Settings.Target("memory", broker.factory(), null, null, null),
                new Settings.Load(2, CONSUMERS, 1, 16, batch, 128, true),
                new Settings.Bounds(
                        new Settings.Limit(Duration.ofSeconds(30), WARM_UP),
                        new Settings.Limit(Duration.ofSeconds(30), MEASURED),
                        PATIENCE));
    }
}
