package io.carrick.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrick.broker.Administration.BrokerStatus;
import io.carrick.broker.Administration.LatencySummary;
import io.carrick.broker.Administration.QueueStatus;
import io.carrick.broker.HalfAdministration.HalfFigures;
import io.carrick.broker.NodeKind;
import io.carrick.broker.TransactionAdministration.BranchFigures;
import io.carrick.broker.TransactionAdministration.Figures;
import io.carrick.broker.TransactionAdministration.LocalFigures;
import io.carrick.broker.TransactionAdministration.Outcomes;
import io.carrick.broker.TransactionKind;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BrokerMetricsTest {
    private static final BrokerStatus STATUS = new BrokerStatus(
            3,
            4,
            5,
            100,
            90,
            80,
            1,
            2,
            0,
            1024,
            4096,
            0,
            true,
            new LatencySummary(10, 500, 2_000, 1_500_000),
            new LatencySummary(0, 0, 0, 0));

    private static final Figures NO_WORK = new Figures(
            new LocalFigures(0, 0),
            new BranchFigures(0, 0, 0, 0, 0, 0),
            new HalfFigures(0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
            List.of());

    private final BrokerMetrics metrics = new BrokerMetrics(2, () -> Instant.ofEpochMilli(10_000));

    @AfterEach
    void close() {
        metrics.close();
    }

    private static QueueStatus queue(String name, long ready, boolean temporary) {
        return new QueueStatus(name, name, NodeKind.QUEUE, true, temporary, ready, 1, 5, 7, ready, 11, 0, 0);
    }

    @Test
    void shouldShowTheFiguresOfTheBroker() {
        assertThat(metrics.scrape(STATUS, List.of(), NO_WORK))
                .contains("carrick_connections 3.0\n")
                .contains("carrick_messages_in_total 100.0\n")
                .contains("carrick_messages_dead_lettered_total 2.0\n")
                .contains("carrick_memory_used_bytes 1024.0\n")
                .contains("carrick_disk_full 1.0\n")
                .contains("carrick_flush_latency_seconds{quantile=\"0.99\"} 0.002\n")
                .contains("carrick_flush_latency_seconds{quantile=\"1\"} 1.5\n")
                .contains("jvm_memory_used_bytes{");
    }

    @Test
    void shouldShowTheLongestQueuesOnlyAndForgetOthers() {
        String first = metrics.scrape(
                STATUS, List.of(queue("a", 1, false), queue("b", 5, false), queue("c", 3, false)), NO_WORK);
        assertThat(first)
                .contains("carrick_queue_messages_ready{address=\"b\",queue=\"b\"} 5.0\n")
                .contains("carrick_queue_messages_acknowledged_total{address=\"c\",queue=\"c\"} 11.0\n")
                .doesNotContain("queue=\"a\"");
        String second = metrics.scrape(STATUS, List.of(queue("a", 1, false), queue("b", 6, false)), NO_WORK);
        assertThat(second)
                .contains("carrick_queue_messages_ready{address=\"b\",queue=\"b\"} 6.0\n")
                .contains("carrick_queue_consumers{address=\"a\",queue=\"a\"} 7.0\n")
                .contains("carrick_queue_messages_scheduled{address=\"a\",queue=\"a\"} 5.0\n")
                .doesNotContain("queue=\"c\"");
    }

    @Test
    void shouldNotShowTemporaryQueues() {
        assertThat(metrics.scrape(STATUS, List.of(queue("reply-1", 9, true)), NO_WORK))
                .doesNotContain("reply-1");
    }

    @Test
    void shouldShowWhatWaitsForAnOutcomeAndHowItEnded() {
        Figures work = new Figures(
                new LocalFigures(3, 9_500),
                new BranchFigures(4, 5, 6, 1_000, 2_000, 3_000),
                new HalfFigures(7, 2, 4_000, 0, 5, 1, 11, 12, 13, 14),
                List.of(new Outcomes(TransactionKind.LOCAL, 21, 22), new Outcomes(TransactionKind.HALF, 23, 24)));

        assertThat(metrics.scrape(STATUS, List.of(), work))
                .contains("carrick_transactions{kind=\"local\",state=\"open\"} 3.0\n")
                .contains("carrick_transactions{kind=\"xa\",state=\"open\"} 4.0\n")
                .contains("carrick_transactions{kind=\"xa\",state=\"prepared\"} 5.0\n")
                .contains("carrick_transactions{kind=\"xa\",state=\"heuristic\"} 6.0\n")
                .contains("carrick_transactions{kind=\"half\",state=\"prepared\"} 7.0\n")
                .contains("carrick_transactions{kind=\"half\",state=\"parked\"} 2.0\n")
                .contains("carrick_transactions_oldest_age_seconds{kind=\"local\",state=\"open\"} 0.5\n")
                .contains("carrick_transactions_oldest_age_seconds{kind=\"xa\",state=\"prepared\"} 8.0\n")
                .contains("carrick_transactions_oldest_age_seconds{kind=\"half\",state=\"prepared\"} 6.0\n")
                .contains("carrick_transactions_oldest_age_seconds{kind=\"half\",state=\"parked\"} 0.0\n")
                .contains("carrick_transactions_ended_total{kind=\"local\",outcome=\"committed\"} 21.0\n")
                .contains("carrick_transactions_ended_total{kind=\"half\",outcome=\"rolled-back\"} 24.0\n")
                .contains("carrick_transactions_half_no_checker 5.0\n")
                .contains("carrick_transactions_half_asking 1.0\n")
                .contains("carrick_transactions_half_checks_total{answer=\"commit\"} 11.0\n")
                .contains("carrick_transactions_half_checks_total{answer=\"none\"} 14.0\n");
    }
}
