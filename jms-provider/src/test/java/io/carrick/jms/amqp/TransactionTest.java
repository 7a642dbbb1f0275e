package io.carrick.jms.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.carrick.jms.wire.DestinationKind;
import io.carrick.jms.wire.ReceiverOptions;
import io.carrick.jms.wire.ReceiverOptions.Mode;
import io.carrick.jms.wire.Settlement;
import io.carrick.jms.wire.Target;
import io.carrick.jms.wire.WireConnection;
import io.carrick.jms.wire.WireReceiver;
import io.carrick.jms.wire.WireSender;
import io.carrick.jms.wire.WireSession;
import io.carrick.jms.wire.WireTransaction;
import jakarta.jms.JMSException;
import jakarta.jms.TransactionRolledBackException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.Rejected;
import org.apache.qpid.proton.amqp.transaction.Declare;
import org.apache.qpid.proton.amqp.transaction.Discharge;
import org.apache.qpid.proton.amqp.transaction.TransactionalState;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TransactionTest {
    private static final Target QUEUE = new Target("orders", DestinationKind.QUEUE);

    private final MemoryBroker broker = new MemoryBroker();
    private final WireEvents events = new WireEvents();
    private final Sink sink = new Sink();
    private WireConnection connection;
    private WireSession session;
    private WireSender sender;

    @BeforeEach
    void open() throws JMSException {
        connection = broker.connect("failover:(amqp://a:5672)?failover.reconnectDelay=1", Map.of(), events);
        connection.open(null);
        session = connection.openSession();
        sender = session.openSender(QUEUE);
    }

    @AfterEach
    void close() throws Exception {
        connection.close();
        broker.close();
    }

    private Sent send(WireTransaction transaction) throws JMSException {
        Sent sent = new Sent();
        sender.send(Sent.message("a"), transaction, sent);
        return sent;
    }

    private static Rejected rejected(String condition) {
        Rejected rejected = new Rejected();
        rejected.setError(new ErrorCondition(Symbol.valueOf(condition), "said the broker"));
        return rejected;
    }

    /** Commits elsewhere. */
    private static CompletableFuture<Void> commit(WireTransaction transaction) {
        return CompletableFuture.runAsync(() -> {
            try {
                transaction.commit();
            } catch (JMSException e) {
                throw new CompletionException(e);
            }
        });
    }

    @Test
    void shouldTellTheBrokerNothingOfAnEmptyTransaction() throws Exception {
        session.begin().commit();
        session.begin().rollback();
        assertThat(broker.coordination).isEmpty();
    }

    @Test
    void shouldSendWithinTheTransactionAndCommit() throws Exception {
        WireTransaction transaction = session.begin();
        Sent sent = send(transaction);
        transaction.commit();
        assertThat(sent.failure()).isNull();
        assertThat(broker.messages.get(0).state()).isInstanceOf(TransactionalState.class);
        assertThat(broker.messages.get(0).settled())
                .as("Carrick needs no outcome")
                .isTrue();
        Discharge discharge = (Discharge) broker.coordination.get(1);
        assertThat(discharge.getFail()).isFalse();
        assertThat(discharge.getTxnId())
                .isEqualTo(((TransactionalState) broker.messages.get(0).state()).getTxnId());
    }

    @Test
    void shouldDeclareTheNextTransactionTogetherWithTheDischarge() throws Exception {
        for (int i = 0; i < 3; i++) {
            WireTransaction transaction = session.begin();
            send(transaction);
            transaction.commit();
        }
        assertThat(broker.coordination.stream().limit(6))
                .extracting(request -> (Object) request.getClass())
                .containsExactly(
                        Declare.class, Discharge.class, Declare.class, Discharge.class, Declare.class, Discharge.class);
        assertThat(broker.messages)
                .extracting(message ->
                        ((TransactionalState) message.state()).getTxnId().getArray()[0])
                .containsExactly((byte) 1, (byte) 2, (byte) 3);
    }

    @Test
    void shouldThrowRolledBackIfTheBrokerHasRolledBack() throws Exception {
        broker.discharge = request -> rejected("amqp:transaction:rollback");
        WireTransaction transaction = session.begin();
        send(transaction);
        assertThatThrownBy(transaction::commit)
                .isInstanceOf(TransactionRolledBackException.class)
                .hasMessageContaining("said the broker");
    }

    @Test
    void shouldWaitForOutcomesOfMessagesWhereTheBrokerDoesNotRollBackByItself() throws Exception {
        broker.coordinatorCapabilities = () -> new Symbol[0];
        broker.outcome = message -> rejected("amqp:not-found");
        WireTransaction transaction = session.begin();
        send(transaction);
        assertThatThrownBy(transaction::commit)
                .isInstanceOf(TransactionRolledBackException.class)
                .hasMessageContaining("said the broker");
        assertThat(broker.messages.get(0).settled()).isFalse();
        assertThat(((Discharge) broker.coordination.get(1)).getFail()).isTrue();
    }

    @Test
    void shouldRollBackWhatWasOpenWhenTheSocketWasLost() throws Exception {
        WireTransaction transaction = session.begin();
        Sent before = send(transaction);
        assertThat(before.failure()).isNull();
        broker.cut();
        await().until(() -> events.told.contains("restored"));
        Sent after = send(transaction);
        assertThat(after.failure()).isNull();
        assertThatThrownBy(transaction::commit).isInstanceOf(TransactionRolledBackException.class);
        assertThat(broker.messages).hasSize(1);
        WireTransaction next = session.begin();
        send(next);
        next.commit();
        assertThat(broker.messages).hasSize(2);
    }

    @Test
    void shouldSucceedToRollBackWhatTheBrokerHasLost() throws Exception {
        WireTransaction transaction = session.begin();
        assertThat(send(transaction).failure()).isNull();
        broker.cut();
        transaction.rollback();
    }

    @Test
    void shouldAskAgainForTheOutcomeOfACommitWhoseAnswerWasLost() throws Exception {
        broker.discharge = request -> null;
        WireTransaction transaction = session.begin();
        send(transaction);
        CompletableFuture<Void> commit = commit(transaction);
        await().until(() -> broker.coordination.stream().anyMatch(Discharge.class::isInstance));
        broker.discharge = request -> Accepted.getInstance();
        broker.cut();
        commit.get(5, TimeUnit.SECONDS);
        List<Discharge> discharges = broker.coordination.stream()
                .filter(Discharge.class::isInstance)
                .map(Discharge.class::cast)
                .toList();
        assertThat(discharges).hasSize(2);
        assertThat(discharges.get(1).getTxnId()).isEqualTo(discharges.get(0).getTxnId());
        assertThat(discharges.get(1).getFail()).isFalse();
    }

    @Test
    void shouldReportARollbackThatWasFoundOutAfterTheAnswerWasLost() throws Exception {
        broker.discharge = request -> null;
        WireTransaction transaction = session.begin();
        send(transaction);
        CompletableFuture<Void> commit = commit(transaction);
        await().until(() -> broker.coordination.stream().anyMatch(Discharge.class::isInstance));
        broker.discharge = request -> rejected("amqp:transaction:unknown-id");
        broker.cut();
        assertThatThrownBy(() -> commit.get(5, TimeUnit.SECONDS))
                .hasCauseInstanceOf(TransactionRolledBackException.class);
    }

    @Test
    void shouldAskAnotherCoordinatorForTheOutcomeThatTheFirstOneLeftOpen() throws Exception {
        broker.discharge = request -> null;
        WireTransaction transaction = session.begin();
        send(transaction);
        CompletableFuture<Void> commit = commit(transaction);
        await().until(() -> broker.coordination.stream().anyMatch(Discharge.class::isInstance));
        broker.discharge = request -> Accepted.getInstance();
        broker.detachCoordinator(new ErrorCondition(Symbol.valueOf("amqp:internal-error"), "said the broker"));
        commit.get(5, TimeUnit.SECONDS);
    }

    @Test
    void shouldSayThatTheOutcomeIsUnknownIfNoCoordinatorTellsIt() throws Exception {
        broker.discharge = request -> null;
        WireTransaction transaction = session.begin();
        send(transaction);
        CompletableFuture<Void> commit = commit(transaction);
        await().until(() -> broker.coordination.stream().anyMatch(Discharge.class::isInstance));
        broker.refusesAttach =
                attach -> attach.getTarget() instanceof org.apache.qpid.proton.amqp.transaction.Coordinator
                        ? new ErrorCondition(Symbol.valueOf("amqp:not-allowed"), "said the broker")
                        : null;
        broker.cut();
        assertThatThrownBy(() -> commit.get(5, TimeUnit.SECONDS))
                .hasCauseExactlyInstanceOf(JMSException.class)
                .hasMessageContaining("outcome of a commit is unknown");
    }

    @Test
    void shouldSayThatTheOutcomeIsUnknownWhereTheBrokerKeepsNone() throws Exception {
        broker.coordinatorCapabilities = () -> new Symbol[0];
        broker.discharge = request -> null;
        WireTransaction transaction = session.begin();
        send(transaction);
        CompletableFuture<Void> commit = commit(transaction);
        await().until(() -> broker.coordination.stream().anyMatch(Discharge.class::isInstance));
        broker.cut();
        assertThatThrownBy(() -> commit.get(5, TimeUnit.SECONDS))
                .hasCauseExactlyInstanceOf(JMSException.class)
                .hasMessageContaining("outcome of a commit is unknown");
    }

    @Test
    void shouldSettleWithinTheTransaction() throws Exception {
        WireReceiver receiver = session.openReceiver(new ReceiverOptions(QUEUE, null, false, Mode.SETTLE, null), sink);
        broker.queue.add(Sent.message("m").encoded());
        receiver.credit(1);
        await().until(() -> sink.deliveries.size() == 1);
        WireTransaction transaction = session.begin();
        receiver.settle(sink.deliveries.get(0), Settlement.ACCEPTED, transaction);
        transaction.commit();
        assertThat(broker.settled).hasSize(1);
        TransactionalState state = (TransactionalState) broker.settled.get(0).state();
        assertThat(state.getOutcome()).isInstanceOf(Accepted.class);
    }

    @Test
    void shouldSettleWhatWasHandedOverBeforeTheLinkIsClosed() throws Exception {
        WireReceiver receiver = received(session);
        WireTransaction transaction = session.begin();
        receiver.settle(sink.deliveries.get(0), Settlement.ACCEPTED, transaction);
        receiver.close();
        assertThat(((TransactionalState) broker.settled.get(0).state()).getOutcome())
                .isInstanceOf(Accepted.class);
        transaction.commit();
    }

    @Test
    void shouldCloseTheLinkOfAReceiverAfterTheTransactionAndBeforeWhatComesNext() throws Exception {
        WireReceiver receiver = received(session);
        WireTransaction transaction = session.begin();
        receiver.settle(sink.deliveries.get(0), Settlement.ACCEPTED, transaction);
        CompletableFuture<Integer> coordinated = new CompletableFuture<>();
        transaction.whenEnded(() -> receiver.beginClose(() -> coordinated.complete(broker.coordination.size())));
        assertThat(coordinated).isNotDone();
        transaction.commit();
        session.openSender(QUEUE).close();
        assertThat(coordinated).isCompletedWithValueMatching(requests -> requests >= 2);
    }

    @Test
    void shouldSettleOverAnotherSessionBeforeTheTransactionEnds() throws Exception {
        WireReceiver elsewhere = received(connection.openSession());
        List<Integer> settledAtDischarge = new CopyOnWriteArrayList<>();
        broker.discharge = request -> {
            settledAtDischarge.add(broker.settled.size());
            return Accepted.getInstance();
        };
        for (int i = 1; i <= 3; i++) {
            WireTransaction transaction = session.begin();
            elsewhere.settle(sink.deliveries.get(i - 1), Settlement.ACCEPTED, transaction);
            transaction.commit();
        }
        assertThat(settledAtDischarge).containsExactly(1, 2, 3);
    }

    /** A receiver, and three messages of it in the sink. */
    private WireReceiver received(WireSession over) throws JMSException {
        WireReceiver receiver = over.openReceiver(new ReceiverOptions(QUEUE, null, false, Mode.SETTLE, null), sink);
        for (String text : List.of("a", "b", "c")) {
            broker.queue.add(Sent.message(text).encoded());
        }
        receiver.credit(3);
        await().until(() -> sink.deliveries.size() == 3);
        return receiver;
    }

    @Test
    void shouldRollBackATransactionThatSettlesWhatTheBrokerDeliversAgain() throws Exception {
        WireReceiver receiver = session.openReceiver(new ReceiverOptions(QUEUE, null, false, Mode.SETTLE, null), sink);
        broker.queue.add(Sent.message("m").encoded());
        receiver.credit(1);
        await().until(() -> sink.deliveries.size() == 1);
        broker.cut();
        await().until(() -> events.told.contains("restored"));
        WireTransaction transaction = session.begin();
        receiver.settle(sink.deliveries.get(0), Settlement.ACCEPTED, transaction);
        assertThatThrownBy(transaction::commit).isInstanceOf(TransactionRolledBackException.class);
    }

    @Test
    void shouldRollBackWithoutWaitingForCredit() throws Exception {
        broker.credit = 1;
        WireSender slow = connection.openSession().openSender(QUEUE);
        assertThat(slow).isNotNull();
        broker.onIoThread(() -> broker.credit = 0);
        WireTransaction transaction = session.begin();
        for (int i = 0; i < 200; i++) {
            send(transaction);
        }
        transaction.rollback();
    }
}
