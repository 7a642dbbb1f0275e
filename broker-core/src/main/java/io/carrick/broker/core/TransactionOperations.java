package io.carrick.broker.core;

import io.carrick.broker.TransactionAdministration;
import io.carrick.broker.TransactionKind;
import io.carrick.broker.TransactionName;
import io.carrick.broker.TransactionPhase;
import io.carrick.broker.TransactionVerb;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Stream;

/** What operators ask for and do of work of all kinds, answered on the core thread. */
final class TransactionOperations implements TransactionAdministration {
    private final Shard shard;
    private final Questions questions;
    private final LocalOperations local;
    private final XaOperations branches;
    private final HalfOperations halves;

    TransactionOperations(Shard shard, HalfOperations halves) {
        this.shard = shard;
        this.halves = halves;
        questions = new Questions(shard);
        local = new LocalOperations(shard);
        branches = new XaOperations(shard);
    }

    @Override
    public CompletionStage<List<Status>> list(Filter filter) {
        return questions.ask(() -> Stream.of(
                        wanted(filter, TransactionKind.LOCAL, local::matching),
                        wanted(filter, TransactionKind.XA, branches::matching),
                        wanted(filter, TransactionKind.HALF, halves::matching))
                .flatMap(found -> found)
                .sorted(Comparator.comparingLong(Status::sinceMillis))
                .limit(filter.max())
                .toList());
    }

    private static Stream<Status> wanted(Filter filter, TransactionKind kind, Function<Filter, Stream<Status>> source) {
        return filter.wants(kind) ? source.apply(filter) : Stream.empty();
    }

    @Override
    public CompletionStage<Details> show(TransactionName name) {
        return questions.ask(() -> {
            if (name instanceof TransactionName.Local transaction) {
                return local.show(transaction);
            } else if (name instanceof TransactionName.Branch branch) {
                return branches.show(branch.xid());
            }
            return halves.details((TransactionName.Half) name);
        });
    }

    @Override
    public CompletionStage<TransactionPhase> decide(TransactionName name, TransactionVerb verb) {
        return questions.ask(() -> decideNow(name, verb)).thenCompose(Function.identity());
    }

    private CompletionStage<TransactionPhase> decideNow(TransactionName name, TransactionVerb verb) {
        if (name instanceof TransactionName.Local transaction) {
            return local.decide(transaction, verb);
        } else if (name instanceof TransactionName.Branch branch) {
            return branches.decide(branch.xid(), verb);
        }
        return halves.decide((TransactionName.Half) name, verb);
    }

    @Override
    public CompletionStage<Figures> figures() {
        return questions.ask(() -> {
            Counters counters = shard.counters();
            HalfChecks checks = shard.halfChecks();
            return new Figures(
                    local.figures(),
                    branches.figures(),
                    halves.figuresNow(),
                    List.of(
                            new Outcomes(
                                    TransactionKind.LOCAL,
                                    counters.localCommitted.sum(),
                                    counters.localRolledBack.sum()),
                            new Outcomes(
                                    TransactionKind.XA,
                                    counters.branchesCommitted.sum(),
                                    counters.branchesRolledBack.sum()),
                            new Outcomes(TransactionKind.HALF, checks.committed.sum(), checks.rolledBack.sum())));
        });
    }
}
