package io.carrick.jms.half;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.carrick.jms.CarrickQueue;
import io.carrick.jms.wire.Settlement;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HalfMessageProducerTest {
    private static final CarrickQueue QUEUE = new CarrickQueue("payments");

    private final List<FakeConnection> connections = new CopyOnWriteArrayList<>();
    private final List<Exception> connectFailures = new CopyOnWriteArrayList<>();
    private final AtomicReference<JMSException> lostAsItJoins = new AtomicReference<>();
    private final Scripted listener = new Scripted();
    private final HalfMessageProducer producer = new HalfMessageProducer(
            () -> {
                if (!connectFailures.isEmpty()) {
                    Exception failure = connectFailures.remove(0);
                    if (failure instanceof JMSException expected) {
                        throw expected;
                    }
                    throw (RuntimeException) failure;
                }
                FakeConnection made = new FakeConnection();
                made.lostAsItJoins = lostAsItJoins.getAndSet(null);
                connections.add(made);
                return made;
            },
            "orders",
            listener,
            4);

    /** A listener that does as the test says. */
    private static final class Scripted implements LocalTransactionListener {
        private interface Step {
            LocalTransactionState run() throws Exception;
        }

        private Step step = () -> LocalTransactionState.COMMIT;
        private final List<Object> called = new ArrayList<>();

        @Override
        public LocalTransactionState execute(HalfMessage half, Object argument) throws Exception {
            called.add("execute " + half.id() + " with " + argument);
            return step.run();
        }

        @Override
        public LocalTransactionState check(HalfMessageCheck check) throws Exception {
            called.add(check);
            return step.run();
        }
    }

    private FakeConnection connection() {
        return connections.get(connections.size() - 1);
    }

    private HalfMessageResult send() throws JMSException {
        return producer.send("1", QUEUE, producer.createTextMessage("x"), "argument");
    }

    @AfterEach
    void close() {
        producer.close();
    }

    @Test
    void shouldPrepareThenExecuteThenCommit() throws JMSException {
        producer.start();
        assertThat(send())
                .isEqualTo(new HalfMessageResult("1", LocalTransactionState.COMMIT, HalfMessageState.COMMITTED, null))
                .matches(HalfMessageResult::isDecided);
        assertThat(connection().calls)
                .containsExactly("join orders for 4", "prepare orders/1 after null", "commit orders/1");
        assertThat(listener.called).containsExactly("execute 1 with argument");
    }

    @Test
    void shouldRollBack() throws JMSException {
        producer.start();
        listener.step = () -> LocalTransactionState.ROLLBACK;
        assertThat(send())
                .isEqualTo(
                        new HalfMessageResult("1", LocalTransactionState.ROLLBACK, HalfMessageState.ROLLED_BACK, null));
        assertThat(connection().calls).endsWith("rollback orders/1");
    }

    @Test
    void shouldLeaveToCheckBackWhatTheListenerDoesNotKnow() throws JMSException {
        producer.start();
        IllegalArgumentException thrown = new IllegalArgumentException("no database");
        for (Scripted.Step step : List.<Scripted.Step>of(() -> LocalTransactionState.UNKNOWN, () -> null, () -> {
            throw thrown;
        })) {
            listener.step = step;
            HalfMessageResult result = send();
            assertThat(result.local()).isEqualTo(LocalTransactionState.UNKNOWN);
            assertThat(result.state()).isEqualTo(HalfMessageState.PREPARED);
            assertThat(result.isDecided()).isFalse();
            assertThat(connection().calls).endsWith("prepare orders/1 after null");
        }
        assertThat(send().failure()).isSameAs(thrown);
    }

    @Test
    void shouldNotExecuteWhatIsNotPrepared() throws JMSException {
        producer.start();
        connection().prepareFailure = new JMSSecurityException("no");
        assertThatThrownBy(this::send).isSameAs(connection().prepareFailure);
        assertThat(listener.called).isEmpty();
        connection().prepareFailure = null;
        assertThat(send().isDecided()).as("the half id is free again").isTrue();
    }

    @Test
    void shouldShowThatTheDecisionDidNotArrive() throws JMSException {
        producer.start();
        connection().decideFailure = new JMSException("lost");
        assertThat(send())
                .isEqualTo(new HalfMessageResult(
                        "1", LocalTransactionState.COMMIT, HalfMessageState.PREPARED, connection().decideFailure));
    }

    @Test
    void shouldSayWhatRefusalsMean() throws JMSException {
        producer.start();
        connection().decideFailure = new JMSException("no [amqp:not-found]", "amqp:not-found");
        assertThatThrownBy(() -> producer.commit("1"))
                .isInstanceOf(HalfMessageNotFoundException.class)
                .hasMessageContaining("half message 1 of orders");
        connection().decideFailure = new JMSException("no", "amqp:precondition-failed");
        assertThatThrownBy(() -> producer.rollback("1"))
                .isInstanceOf(HalfMessageStateException.class)
                .isInstanceOf(IllegalStateException.class)
                .hasCause(connection().decideFailure);
        connection().prepareFailure = new JMSException("no", "amqp:precondition-failed");
        assertThatThrownBy(this::send).isInstanceOf(HalfMessageStateException.class);
    }

    @Test
    void shouldRefuseNamesThatAreEmptyOrTooLong() throws JMSException {
        producer.start();
        for (String id : new String[] {null, "", "x".repeat(256)}) {
            assertThatThrownBy(() -> producer.commit(id)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> producer.prepare(id, QUEUE, producer.createTextMessage("x")))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> new HalfMessageProducer(FakeConnection::new, id, listener, 1))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> new HalfMessageProducer(FakeConnection::new, "g", listener, 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> HalfMessageOptions.DEFAULT.withTimeToLive(Duration.ofMillis(-1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldAnswerForItsGroup() throws JMSException {
        producer.start();
        assertThat(connection().ask("7")).isEqualTo(Settlement.ACCEPTED);
        HalfMessageCheck check = (HalfMessageCheck) listener.called.get(0);
        assertThat(check.id()).isEqualTo("7");
        assertThat(check.group()).isEqualTo("orders");
        assertThat(check.message().getBody(String.class)).isEqualTo("text of 7");
        assertThat(check.checks()).isEqualTo(2);
        assertThat(check.born()).isEqualTo(Instant.ofEpochMilli(1_700_000_000_000L));
        assertThat(check.messages()).isEqualTo(3);

        listener.step = () -> LocalTransactionState.ROLLBACK;
        assertThat(connection().ask("7")).isEqualTo(Settlement.REJECTED);
        for (Scripted.Step step : List.<Scripted.Step>of(() -> LocalTransactionState.UNKNOWN, () -> null, () -> {
            throw new Exception("no database");
        })) {
            listener.step = step;
            assertThat(connection().ask("7")).isEqualTo(Settlement.RELEASED);
        }
    }

    @Test
    void shouldNotAskTheListenerForATransactionThatItIsExecuting() throws JMSException {
        producer.start();
        List<Settlement> answers = new ArrayList<>();
        listener.step = () -> {
            answers.add(connection().ask("1"));
            assertThatThrownBy(this::send).isInstanceOf(IllegalStateException.class);
            return LocalTransactionState.COMMIT;
        };
        assertThat(send().isDecided()).isTrue();
        assertThat(answers).containsExactly(Settlement.RELEASED);
        assertThat(listener.called).hasSize(1);
    }

    @Test
    void shouldRefuseAQuestionThatDoesNotSayWhatItIsAbout() throws JMSException {
        producer.start();
        var question = org.apache.qpid.proton.message.Message.Factory.create();
        assertThatThrownBy(() -> connection().member.asked(connection().received(question)))
                .isInstanceOf(JMSException.class)
                .hasMessageContaining("x-opt-half-id");
        assertThat(listener.called).isEmpty();
    }

    @Test
    void shouldWorkBetweenStartAndCloseOnly() throws JMSException {
        assertThatThrownBy(() -> producer.commit("1"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("not started");
        connectFailures.add(new JMSException("no broker"));
        assertThatThrownBy(producer::start).hasMessage("no broker");
        producer.start();
        assertThatThrownBy(producer::start).isInstanceOf(IllegalStateException.class);
        producer.close();
        producer.close();
        assertThat(connection().calls).containsExactly("join orders for 4", "leave", "close");
        assertThatThrownBy(() -> producer.commit("1"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
        assertThatThrownBy(producer::start).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldConnectAgainUntilItSucceedsWhenTheConnectionIsLostForGood() throws JMSException {
        producer.start();
        FakeConnection first = connection();
        connectFailures.add(new JMSException("still down"));
        connectFailures.add(new IllegalArgumentException("a bug"));
        first.member.lost(new JMSException("down"));
        await().until(() -> connections.size() == 2 && connection().member != null);

        await().untilAsserted(() -> producer.commit("1"));
        assertThat(connection().calls).containsExactly("join orders for 4", "commit orders/1");
        assertThat(first.calls).contains("close").doesNotContain("leave");
        first.member.lost(new JMSException("told twice"));
        assertThat(connections).hasSize(2);
    }

    @Test
    void shouldConnectOnceMoreIfTheNewConnectionIsLostAsItJoins() throws JMSException {
        producer.start();
        lostAsItJoins.set(new JMSException("down again"));
        connection().member.lost(new JMSException("down"));
        await().until(() -> connections.size() == 3);

        await().untilAsserted(() -> producer.commit("1"));
        assertThat(connections.get(1).calls).containsExactly("join orders for 4", "close");
    }

    @Test
    void shouldFailSendsWhileTheConnectionIsLostAndStopConnectingWhenClosed() throws JMSException {
        producer.start();
        for (int i = 0; i < 100; i++) {
            connectFailures.add(new JMSException("still down"));
        }
        connection().member.lost(new JMSException("down"));
        await().untilAsserted(() -> assertThatThrownBy(() -> producer.commit("1"))
                .hasMessageContaining("is lost, and being opened anew: down"));
        producer.close();
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("carrick-half-orders")));
        assertThat(connections).hasSize(1);
    }
}
