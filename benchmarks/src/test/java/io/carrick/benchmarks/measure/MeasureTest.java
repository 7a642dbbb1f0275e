package io.carrick.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeasureTest {
    @TempDir
    private Path directory;

    @Test
    void shouldEndAStageByTime() {
        AtomicLong now = new AtomicLong(Long.MAX_VALUE - 10);
        Stage stage = Stage.start(now::get, Duration.ofNanos(100), Long.MAX_VALUE);

        assertThat(stage.claim()).isTrue();
        now.addAndGet(99);
        assertThat(stage.claim()).isTrue();
        now.addAndGet(1);
        assertThat(stage.claim()).isFalse();
    }

    @Test
    void shouldEndAStageByCount() {
        Stage stage = Stage.start(() -> 0, Duration.ofSeconds(1), 2);

        assertThat(stage.claim()).isTrue();
        assertThat(stage.claim()).isTrue();
        assertThat(stage.claim()).isFalse();
    }

    @Test
    void shouldTellQuantilesInMicroseconds() {
        Latency latency = new Latency();
        for (int i = 1; i <= 1000; i++) {
            latency.record(i * 1_000L);
        }

        Latency.Quantiles quantiles = latency.quantiles();
        assertThat(quantiles.count()).isEqualTo(1000);
        assertThat(quantiles.p50Micros()).isBetween(495.0, 505.0);
        assertThat(quantiles.p99Micros()).isBetween(985.0, 995.0);
        assertThat(quantiles.maxMicros()).isBetween(999.0, 1002.0);
    }

    @Test
    void shouldForgetTheWarmUp() {
        Latency latency = new Latency();
        latency.record(1);
        latency.reset();

        assertThat(latency.quantiles().count()).isZero();
    }

    @Test
    void shouldReadCpuAndMemoryOfAProcessWhateverItsName() throws Exception {
        Files.writeString(
                directory.resolve("stat"), "42 (a) b (c) S 1 42 42 0 -1 4194560 1 2 3 4 250 50 7 8 20 0 9 0 10 11\n");
        Files.writeString(directory.resolve("status"), "Name:\tjava\nVmHWM:\t   2048 kB\nVmRSS:\t 1024 kB\n");
        ProcessProbe probe = new ProcessProbe(directory);

        assertThat(probe.cpuNanos()).isEqualTo(Duration.ofSeconds(3).toNanos());
        assertThat(probe.peakResidentBytes()).isEqualTo(2048 * 1024);
    }

    @Test
    void shouldTellTheCompilersOfAJvmApart() throws Exception {
        thread(7, "C2 CompilerThre", 100, 20);
        thread(8, "C1 CompilerThre", 30, 0);
        thread(9, "load", 1000, 1000);

        assertThat(new ProcessProbe(directory).compilerNanos())
                .isEqualTo(Duration.ofMillis(1500).toNanos());
        assertThat(ProcessProbe.self().compilerNanos()).isNotNegative();
    }

    private void thread(int id, String name, int userTicks, int systemTicks) throws IOException {
        Path task = Files.createDirectories(directory.resolve("task").resolve(Integer.toString(id)));
        String times = " S 1 42 42 0 -1 4194560 1 2 3 4 " + userTicks + " " + systemTicks + " 7 8 20 0 9 0 10 11\n";
        Files.writeString(task.resolve("stat"), id + " (" + name + ")" + times);
    }

    @Test
    void shouldFailWhenTheWatchedProcessIsGone() {
        ProcessProbe probe = new ProcessProbe(directory.resolve("gone"));

        assertThatThrownBy(probe::cpuNanos).isInstanceOf(IOException.class);
    }
}
