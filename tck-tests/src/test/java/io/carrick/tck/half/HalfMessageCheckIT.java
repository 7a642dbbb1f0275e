package io.carrick.tck.half;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.carrick.jms.half.HalfMessageCheck;
import io.carrick.jms.half.HalfMessageProducer;
import io.carrick.jms.half.HalfMessageResult;
import io.carrick.jms.half.HalfMessageState;
import io.carrick.jms.half.LocalTransactionState;
import jakarta.jms.JMSException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The provider is asked for half messages that were left undecided, by itself or by the dead. */
@Timeout(120)
class HalfMessageCheckIT extends HalfProducerFixture {
    @Test
    void shouldBeAskedForWhatItDidNotKnowAndForWhatFailed() throws JMSException {
        Instant before = Instant.now().minusSeconds(60);
        ledger.step = half -> LocalTransactionState.UNKNOWN;
        ledger.outcomes.put("unknown", LocalTransactionState.COMMIT);
        assertThat(send("unknown").state()).isEqualTo(HalfMessageState.PREPARED);
        ledger.step = half -> {
            ledger.end(half, LocalTransactionState.COMMIT);
            throw new IOException("the database is gone");
        };
        assertThat(send("failed").failure()).hasMessage("the database is gone");

        assertThat(receive(queue, 2)).containsExactlyInAnyOrder("unknown", "failed");
        HalfMessageCheck check = ledger.checks.get(0);
        assertThat(check.group()).isEqualTo(group);
        assertThat(check.message().getBody(String.class)).isEqualTo(check.id());
        assertThat(check.messages()).isEqualTo(1);
        assertThat(check.born()).isBetween(before, before.plusSeconds(120));
    }

    @Test
    void shouldBeAskedAgainUntilItKnows() throws JMSException {
        ledger.step = half -> ledger.end(half, LocalTransactionState.UNKNOWN);
        send("1");
        await().until(() -> ledger.checks.size() >= 3);
        ledger.outcomes.put("1", LocalTransactionState.COMMIT);

        assertThat(receive(queue, 1)).containsExactly("1");
        assertThat(ledger.checks.get(0).checks())
                .isLessThan(ledger.checks.get(2).checks());
    }

    @Test
    void shouldNotAskTheListenerForALocalTransactionThatTakesLong() throws JMSException {
        ledger.step = half -> {
            producer.prepare("other", queue, producer.createTextMessage("other"), AT_ONCE);
            await().until(() ->
                    ledger.checks.stream().anyMatch(check -> check.id().equals("other")));
            return LocalTransactionState.COMMIT;
        };
        assertThat(send("1").isDecided()).isTrue();
        assertThat(ledger.checks).extracting(HalfMessageCheck::id).doesNotContain("1");
        assertThat(receive(queue, 1)).containsExactly("1");
    }

    @Test
    void shouldHaveAnotherMemberAskedWhenTheProcessDied() throws Exception {
        producer.close();
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                DyingSender.class.getName(),
                uri(),
                group,
                queue.getQueueName(),
                "of the dead");
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isEqualTo(DyingSender.EXIT_CODE);

        ledger.outcomes.put("of the dead", LocalTransactionState.COMMIT);
        member(uri(), ledger);
        assertThat(receive(queue, 1)).containsExactly("of the dead");
    }

    @Test
    void shouldDecideOverTheDeathOfTheBrokerWithAFailoverUri() throws JMSException {
        ledger.step = half -> {
            broker.kill();
            broker.start();
            return ledger.end(half, LocalTransactionState.COMMIT);
        };
        assertThat(producer.send("1", queue, producer.createTextMessage("1"), null)
                        .isDecided())
                .isTrue();
        assertThat(receive(queue, 1)).containsExactly("1");
    }

    @Test
    void shouldLeaveTheDecisionToCheckBackAndConnectAgainWithoutAFailoverUri() throws JMSException {
        producer.close();
        producer = member(uri(), ledger);
        ledger.step = half -> {
            broker.kill();
            return ledger.end(half, LocalTransactionState.COMMIT);
        };
        HalfMessageResult result;
        try {
            result = send("1");
        } finally {
            broker.start();
        }
        assertThat(result.local()).isEqualTo(LocalTransactionState.COMMIT);
        assertThat(result.state()).isEqualTo(HalfMessageState.PREPARED);
        assertThat(result.failure()).isInstanceOf(JMSException.class);
        assertThat(receive(queue, 1)).containsExactly("1");

        // Into the ledger, too: the broker may ask before it is told.
        ledger.step = half -> ledger.end(half, LocalTransactionState.COMMIT);
        await().ignoreExceptions()
                .untilAsserted(() -> assertThat(send("2").isDecided()).isTrue());
        assertThat(receive(queue, 1)).containsExactly("2");
    }

    @Test
    void shouldNotAnswerWhatItLearnsAfterItWasClosed() throws Exception {
        producer.close();
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        HalfMessageProducer slow = member(uri() + "?jms.closeTimeout=200", new Ledger() {
            @Override
            public LocalTransactionState check(HalfMessageCheck check) {
                asked.countDown();
                await().until(() -> closed.getCount() == 0);
                return LocalTransactionState.ROLLBACK;
            }
        });
        producer = slow;
        producer.prepare("1", queue, producer.createTextMessage("1"), AT_ONCE);
        assertThat(asked.await(LONG_MILLIS, TimeUnit.MILLISECONDS)).isTrue();
        slow.close();
        closed.countDown();

        ledger.outcomes.put("1", LocalTransactionState.COMMIT);
        member(uri(), ledger);
        assertThat(receive(queue, 1)).containsExactly("1");
        assertThat(ledger.checks.get(0).checks())
                .as("what was not answered does not count")
                .isZero();
    }

    @Test
    void shouldBeClosedByACheck() throws JMSException {
        producer.close();
        CountDownLatch done = new CountDownLatch(1);
        HalfMessageProducer closing = member(uri(), new Ledger() {
            @Override
            public LocalTransactionState check(HalfMessageCheck check) {
                producer.close();
                done.countDown();
                return LocalTransactionState.ROLLBACK;
            }
        });
        producer = closing;
        producer.prepare("1", queue, producer.createTextMessage("1"), AT_ONCE);
        await().until(() -> done.getCount() == 0);

        ledger.outcomes.put("1", LocalTransactionState.COMMIT);
        member(uri(), ledger);
        assertThat(receive(queue, 1)).containsExactly("1");
    }
}
