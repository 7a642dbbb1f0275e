package io.carrick.transactions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrick.broker.BrokerError;
import io.carrick.broker.Delivery;
import io.carrick.broker.Outcome;
import io.carrick.broker.Reply;
import io.carrick.broker.Transaction;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LocalTransactionsTest {
    private final List<RecordingTransaction> begun = new ArrayList<>();
    private final LocalTransactions transactions = new LocalTransactions(new TransactionLimits(3, 1000), () -> {
        begun.add(new RecordingTransaction(41 + begun.size()));
        return begun.get(begun.size() - 1);
    });
    private final RecordingReply reply = new RecordingReply();

    @Test
    void shouldCommitAndForgetTheId() throws TransactionException {
        LocalTransaction transaction = transactions.declare(0);

        transactions.discharge(transaction, false, reply);
        assertThat(transaction.state()).isEqualTo(TransactionState.COMMITTING);
        begun.get(0).commit.succeeded(null);

        assertThat(reply.outcome).isEqualTo("succeeded");
        assertThat(transaction.state()).isEqualTo(TransactionState.ENDED);
        assertUnknown(transaction.id());
    }

    @Test
    void shouldNotFindATransactionThatIsCommitting() throws TransactionException {
        LocalTransaction transaction = transactions.declare(0);

        transactions.discharge(transaction, false, reply);

        assertUnknown(transaction.id());
    }

    @Test
    void shouldRollBackWhenTheClientAsks() throws TransactionException {
        LocalTransaction transaction = transactions.declare(0);

        transactions.discharge(transaction, true, reply);
        begun.get(0).rollback.succeeded(null);

        assertThat(reply.outcome).isEqualTo("succeeded");
        assertUnknown(transaction.id());
    }

    @Test
    void shouldRefuseToCommitWhatIsRollbackOnly() throws TransactionException {
        LocalTransaction transaction = transactions.declare(0);
        transaction.rollbackOnly(new BrokerError(BrokerError.Code.NOT_FOUND, "no queue 'q'"));

        transactions.discharge(transaction, false, reply);
        begun.get(0).rollback.succeeded(null);

        assertThat(reply.error.code()).isEqualTo(BrokerError.Code.TRANSACTION_ROLLBACK);
        assertThat(reply.error.text()).contains("no queue 'q'");
        assertThat(begun.get(0).commit).isNull();
    }

    @Test
    void shouldKeepTheFirstReasonForRollback() throws TransactionException {
        LocalTransaction transaction = transactions.declare(0);
        transaction.rollbackOnly(new BrokerError(BrokerError.Code.NOT_FOUND, "first"));

        transaction.rollbackOnly(new BrokerError(BrokerError.Code.NOT_FOUND, "second"));

        assertThat(transaction.rollbackReason().text()).isEqualTo("first");
    }

    @Test
    void shouldTimeOutOldTransactionsOnly() throws TransactionException {
        LocalTransaction old = transactions.declare(0);
        LocalTransaction young = transactions.declare(600);

        assertThat(transactions.expire(999)).isEqualTo(1);
        assertThat(transactions.expire(1000)).isEqualTo(600);

        assertThat(old.state()).isEqualTo(TransactionState.ROLLBACK_ONLY);
        assertThat(young.state()).isEqualTo(TransactionState.ACTIVE);
        transactions.discharge(old, false, reply);
        begun.get(0).rollback.succeeded(null);
        assertThat(reply.error.code()).isEqualTo(BrokerError.Code.TRANSACTION_TIMEOUT);
    }

    @Test
    void shouldRefuseMoreThanTheLimit() throws TransactionException {
        for (int i = 0; i < 3; i++) {
            transactions.declare(0);
        }

        assertThatThrownBy(() -> transactions.declare(0))
                .isInstanceOfSatisfying(
                        TransactionException.class,
                        e -> assertThat(e.error().code()).isEqualTo(BrokerError.Code.RESOURCE_LIMIT_EXCEEDED));
    }

    @Test
    void shouldGiveTheIdOfTheBroker() throws TransactionException {
        assertThat(transactions.declare(0).id()).isEqualTo(new byte[] {0, 0, 0, 0, 0, 0, 0, 41});
        assertThat(LocalTransactions.number(transactions.declare(0).id())).isEqualTo(42);
        assertThatThrownBy(() -> LocalTransactions.number(new byte[7])).isInstanceOf(TransactionException.class);
    }

    @Test
    void shouldRollBackAllAtClose() throws TransactionException {
        transactions.declare(0);
        transactions.declare(0);

        transactions.close();

        assertThat(begun).allMatch(work -> work.rollback != null);
        assertThat(transactions.size()).isZero();
    }

    @Test
    void shouldLeaveACommitOnItsWayAlone() throws TransactionException {
        LocalTransaction transaction = transactions.declare(0);
        transactions.discharge(transaction, false, reply);

        transactions.abandon(transaction);

        assertThat(begun.get(0).rollback).isNull();
    }

    private void assertUnknown(byte[] id) {
        assertThatThrownBy(() -> transactions.find(id))
                .isInstanceOfSatisfying(
                        TransactionException.class,
                        e -> assertThat(e.error().code()).isEqualTo(BrokerError.Code.TRANSACTION_UNKNOWN));
    }

    private static final class RecordingReply implements Reply<Void> {
        private String outcome;
        private BrokerError error;

        @Override
        public void succeeded(Void value) {
            outcome = "succeeded";
        }

        @Override
        public void failed(BrokerError reason) {
            outcome = "failed";
            error = reason;
        }
    }

    private static final class RecordingTransaction implements Transaction {
        private final long id;
        private Reply<Void> commit;
        private Reply<Void> rollback;

        RecordingTransaction(long id) {
            this.id = id;
        }

        @Override
        public long id() {
            return id;
        }

        @Override
        public void settle(List<Delivery> deliveries, Outcome outcome, boolean settled) {}

        @Override
        public void rollbackOnly(BrokerError reason) {}

        @Override
        public void commit(Reply<Void> reply) {
            commit = reply;
        }

        @Override
        public void rollback(Reply<Void> reply) {
            rollback = reply;
        }
    }
}
