package io.carrick.broker.core;

import io.carrick.broker.BrokerException;
import io.carrick.broker.Reply;
import io.carrick.broker.XaAdministration;
import io.carrick.broker.XaCode;
import io.carrick.broker.XaState;
import io.carrick.broker.Xid;
import io.carrick.broker.record.SettledKeys;
import io.carrick.broker.state.HeuristicBranch;
import io.carrick.broker.state.PreparedBranch;
import io.carrick.broker.state.XaLedger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What operators ask for and do of distributed transactions, answered on the core thread. */
final class XaOperations implements XaAdministration {
    private final Shard shard;
    private final XaLedger ledger;
    private final XaBranches branches;

    XaOperations(Shard shard) {
        this.shard = shard;
        ledger = shard.state().branches();
        branches = shard.branches();
    }

    @Override
    public CompletionStage<List<BranchStatus>> list(int max) {
        CompletableFuture<List<BranchStatus>> answer = new CompletableFuture<>();
        shard.execute(() -> {
            List<BranchStatus> all = new ArrayList<>();
            ledger.prepared().forEach(branch -> all.add(status(branch)));
            ledger.heuristic().forEach(branch -> all.add(status(branch)));
            branches.live().stream()
                    .filter(branch -> branch.state() != XaState.PREPARED)
                    .forEach(branch -> all.add(status(branch)));
            answer.complete(all.stream()
                    .sorted(Comparator.comparingLong(BranchStatus::sinceMillis))
                    .limit(max)
                    .toList());
        });
        return answer;
    }

    private BranchStatus status(PreparedBranch branch) {
        return new BranchStatus(
                branch.xid(),
                XaState.PREPARED,
                branch.owner(),
                branch.containerId(),
                branch.preparedMillis(),
                shard.state().stagedMessages(branch.transactionId()),
                branch.locked().stream().mapToInt(SettledKeys::count).sum());
    }

    private static BranchStatus status(HeuristicBranch branch) {
        return new BranchStatus(
                branch.xid(), branch.state(), branch.owner(), branch.containerId(), branch.decidedMillis(), 0, 0);
    }

    private BranchStatus status(XaBranch branch) {
        TransactionWork work = branch.work();
        return new BranchStatus(
                branch.xid(),
                branch.state(),
                branch.owner(),
                branch.containerId(),
                branch.bornMillis(),
                shard.state().stagedMessages(work.id()) + work.memorySends().size(),
                work.settlements().size());
    }

    @Override
    public CompletionStage<BranchStatus> show(Xid xid) {
        CompletableFuture<BranchStatus> answer = new CompletableFuture<>();
        shard.execute(() -> {
            PreparedBranch prepared = ledger.prepared(xid);
            HeuristicBranch decided = ledger.heuristic(xid);
            XaState state = branches.state(xid);
            if (prepared != null) {
                answer.complete(status(prepared));
            } else if (decided != null) {
                answer.complete(status(decided));
            } else if (state.isUndecided()) {
                branches.live().stream()
                        .filter(branch -> branch.xid().equals(xid))
                        .forEach(branch -> answer.complete(status(branch)));
            } else if (state == XaState.UNKNOWN) {
                answer.completeExceptionally(new BrokerException(XaErrors.of(XaCode.XAER_NOTA, xid, state)));
            } else {
                answer.complete(new BranchStatus(xid, state, null, null, 0, 0, 0));
            }
        });
        return answer;
    }

    @Override
    public CompletionStage<Void> decide(Xid xid, boolean commit) {
        CompletableFuture<Void> answer = new CompletableFuture<>();
        shard.execute(() -> branches.operate(xid, commit, completing(answer)));
        return answer;
    }

    @Override
    public CompletionStage<Void> forget(Xid xid) {
        CompletableFuture<Void> answer = new CompletableFuture<>();
        shard.execute(() -> branches.operatorForgets(xid, completing(answer)));
        return answer;
    }

    private static Reply<Void> completing(CompletableFuture<Void> answer) {
        return Reply.of(answer::complete, error -> answer.completeExceptionally(new BrokerException(error)));
    }

    @Override
    public CompletionStage<XaFigures> figures() {
        CompletableFuture<XaFigures> answer = new CompletableFuture<>();
        shard.execute(() -> {
            int open = (int) branches.live().stream()
                    .filter(branch -> branch.state() != XaState.PREPARED)
                    .count();
            long oldest = ledger.prepared().stream()
                    .mapToLong(PreparedBranch::preparedMillis)
                    .min()
                    .orElse(0);
            answer.complete(new XaFigures(
                    open, ledger.prepared().size(), ledger.heuristic().size(), oldest));
        });
        return answer;
    }
}
