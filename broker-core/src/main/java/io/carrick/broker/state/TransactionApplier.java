package io.carrick.broker.state;

import io.carrick.broker.record.HalfDecision;
import io.carrick.broker.record.OutcomeRecord;
import io.carrick.broker.record.StageRecord;
import java.util.Set;

/** Stages the messages of transactions, and carries out the outcomes of local ones. */
final class TransactionApplier {
    private final StagedTransactions staged;
    private final TransactionOutcomes outcomes = new TransactionOutcomes();
    private final HalfApplier halves;
    private final MessageApplier messages;

    TransactionApplier(StagedTransactions staged, HalfApplier halves, MessageApplier messages) {
        this.staged = staged;
        this.halves = halves;
        this.messages = messages;
    }

    TransactionOutcomes outcomes() {
        return outcomes;
    }

    void apply(StageRecord record) {
        staged.stage(record);
    }

    void apply(OutcomeRecord record) {
        if (record.committed()) {
            outcomes.committed(record.transactionId(), record.timestamp());
            commit(record.transactionId());
        } else {
            rollBack(record.transactionId());
        }
        messages.settle(record.settled());
        messages.condemn(record.condemned());
        messages.returned(record.returned());
        for (HalfDecision each : record.halves()) {
            halves.decide(each, record.timestamp());
        }
    }

    /** Shows what is staged in a transaction. */
    void commit(long transactionId) {
        for (StagedWork.Staged one : staged.end(transactionId)) {
            messages.show(one);
            staged.release(one);
        }
    }

    /** Drops what is staged in a transaction. */
    void rollBack(long transactionId) {
        staged.rollBack(transactionId);
    }

    /** Drops what is staged in all other transactions. */
    void rollBackAllBut(Set<Long> kept) {
        staged.rollBackAllBut(kept);
    }
}
