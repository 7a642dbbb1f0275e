package io.carrick.broker.core;

import io.carrick.broker.BrokerError;
import io.carrick.broker.BrokerError.Code;
import io.carrick.broker.BrokerException;
import io.carrick.broker.TransactionAdministration.Details;
import io.carrick.broker.TransactionAdministration.Filter;
import io.carrick.broker.TransactionAdministration.LocalFigures;
import io.carrick.broker.TransactionAdministration.Origin;
import io.carrick.broker.TransactionAdministration.Status;
import io.carrick.broker.TransactionName;
import io.carrick.broker.TransactionPhase;
import io.carrick.broker.TransactionVerb;
import io.carrick.broker.core.Transactions.OpenWork;
import io.carrick.broker.state.BrokerState;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/** What operators ask for and do of local transactions. On the core thread. */
final class LocalOperations {
    private final BrokerState state;
    private final Transactions transactions;

    LocalOperations(Shard shard) {
        state = shard.state();
        transactions = shard.transactions();
    }

    Stream<Status> matching(Filter filter) {
        return transactions.open().stream()
                .filter(open -> filter.wants(phase(open.work()), open.bornMillis()))
                .map(this::status);
    }

    private Status status(OpenWork open) {
        TransactionWork work = open.work();
        int staged = work.isReleased() ? 0 : state.stagedMessages(work.id());
        return new Status(
                new TransactionName.Local(work.id()),
                phase(work),
                open.bornMillis(),
                open.connection().origin(),
                staged + work.memorySends().size(),
                work.settlements().size());
    }

    private static TransactionPhase phase(TransactionWork work) {
        if (work.isCommitting()) {
            return TransactionPhase.COMMITTING;
        }
        return work.rollbackReason() == null ? TransactionPhase.ACTIVE : TransactionPhase.ROLLBACK_ONLY;
    }

    Details show(TransactionName.Local name) throws BrokerException {
        OpenWork open = transactions.find(name.id());
        if (open == null && transactions.isCommitted(name.id())) {
            Status status = new Status(name, TransactionPhase.COMMITTED, 0, Origin.UNKNOWN, 0, 0);
            return new Details(status, null, List.of(), List.of(), null);
        } else if (open == null) {
            throw new BrokerException(unknown(name));
        }
        TransactionWork work = open.work();
        return new Details(
                status(open),
                work.rollbackReason() == null ? null : work.rollbackReason().text(),
                work.isReleased() ? List.of() : TrafficCount.sent(state, work.id(), work),
                TrafficCount.received(state, work),
                null);
    }

    private static BrokerError unknown(TransactionName.Local name) {
        return new BrokerError(
                Code.TRANSACTION_UNKNOWN, "No local transaction " + name + " is open, or was committed lately");
    }

    CompletionStage<TransactionPhase> decide(TransactionName.Local name, TransactionVerb verb) {
        OpenWork open = transactions.find(name.id());
        if (open == null && !transactions.isCommitted(name.id())) {
            return failed(unknown(name));
        }
        TransactionPhase phase = open == null ? TransactionPhase.COMMITTED : phase(open.work());
        boolean isOver = phase == TransactionPhase.COMMITTED || phase == TransactionPhase.COMMITTING;
        if (verb != TransactionVerb.ROLLBACK || isOver) {
            return failed(new BrokerError(
                    Code.ILLEGAL_STATE,
                    "Local transaction " + name + " is " + phase.text() + ", in which state an operator cannot "
                            + verb.text() + " it",
                    Map.of("state", phase.text())));
        }
        CompletableFuture<TransactionPhase> answer = new CompletableFuture<>();
        if (open.work().isReleased()) {
            answer.complete(phase);
        } else {
            BrokerError reason = new BrokerError(Code.TRANSACTION_ROLLBACK, "an operator has rolled it back");
            transactions.release(open.work(), reason, () -> answer.complete(TransactionPhase.ROLLBACK_ONLY));
        }
        return answer;
    }

    private static <T> CompletionStage<T> failed(BrokerError error) {
        return CompletableFuture.failedFuture(new BrokerException(error));
    }

    LocalFigures figures() {
        long oldest = transactions.open().stream()
                .mapToLong(OpenWork::bornMillis)
                .findFirst()
                .orElse(0);
        return new LocalFigures(transactions.open().size(), oldest);
    }
}
