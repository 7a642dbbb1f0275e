package io.carrick.broker.core;

import io.carrick.broker.BrokerException;
import io.carrick.broker.Reply;
import io.carrick.broker.TransactionAdministration.Details;
import io.carrick.broker.TransactionAdministration.Filter;
import io.carrick.broker.TransactionAdministration.Origin;
import io.carrick.broker.TransactionAdministration.Status;
import io.carrick.broker.TransactionAdministration.Traffic;
import io.carrick.broker.TransactionName;
import io.carrick.broker.TransactionPhase;
import io.carrick.broker.TransactionVerb;
import io.carrick.broker.XaAdministration;
import io.carrick.broker.XaCode;
import io.carrick.broker.XaState;
import io.carrick.broker.Xid;
import io.carrick.broker.state.BrokerState;
import io.carrick.broker.state.HeuristicBranch;
import io.carrick.broker.state.PreparedBranch;
import io.carrick.broker.state.XaLedger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** What operators ask for and do of distributed transactions, answered on the core thread. */
final class XaOperations implements XaAdministration {
    private final Shard shard;
    private final Questions questions;
    private final BrokerState state;
    private final XaLedger ledger;
    private final XaBranches branches;

    XaOperations(Shard shard) {
        this.shard = shard;
        questions = new Questions(shard);
        state = shard.state();
        ledger = state.branches();
        branches = shard.branches();
    }

    @Override
    public CompletionStage<List<BranchStatus>> list(int max) {
        return questions.ask(() -> all().stream()
                .sorted(Comparator.comparingLong(BranchStatus::sinceMillis))
                .limit(max)
                .toList());
    }

    private List<BranchStatus> all() {
        List<BranchStatus> all = new ArrayList<>();
        ledger.prepared().forEach(branch -> all.add(status(branch)));
        ledger.heuristic().forEach(branch -> all.add(status(branch)));
        branches.live().stream()
                .filter(branch -> branch.state() != XaState.PREPARED)
                .forEach(branch -> all.add(status(branch)));
        return all;
    }

    /** On the core thread. */
    Stream<Status> matching(Filter filter) {
        return all().stream().map(this::forAll).filter(status -> filter.wants(status.phase(), status.sinceMillis()));
    }

    private Status forAll(BranchStatus status) {
        XaBranch branch = branches.find(status.xid());
        Origin origin = branch != null ? branch.origin() : new Origin(status.owner(), status.containerId(), 0, null);
        return new Status(
                new TransactionName.Branch(status.xid()),
                phase(status.state()),
                status.sinceMillis(),
                origin,
                status.sent(),
                status.received());
    }

    private static TransactionPhase phase(XaState state) {
        return state == XaState.UNKNOWN ? TransactionPhase.FORGOTTEN : TransactionPhase.valueOf(state.name());
    }

    private BranchStatus status(PreparedBranch branch) {
        return new BranchStatus(
                branch.xid(),
                XaState.PREPARED,
                branch.owner(),
                branch.containerId(),
                branch.preparedMillis(),
                state.stagedMessages(branch.transactionId()),
                branch.received());
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
                state.stagedMessages(work.id()) + work.memorySends().size(),
                work.settlements().size());
    }

    @Override
    public CompletionStage<BranchStatus> show(Xid xid) {
        return questions.ask(() -> find(xid));
    }

    private BranchStatus find(Xid xid) throws BrokerException {
        PreparedBranch prepared = ledger.prepared(xid);
        if (prepared != null) {
            return status(prepared);
        }
        HeuristicBranch decided = ledger.heuristic(xid);
        if (decided != null) {
            return status(decided);
        }
        XaBranch live = branches.find(xid);
        if (live != null) {
            return status(live);
        }
        XaState known = branches.state(xid);
        if (known == XaState.UNKNOWN) {
            throw new BrokerException(XaErrors.of(XaCode.XAER_NOTA, xid, known));
        }
        return new BranchStatus(xid, known, null, null, 0, 0, 0);
    }

    /** On the core thread. */
    Details details(Xid xid) throws BrokerException {
        Status status = forAll(find(xid));
        PreparedBranch prepared = ledger.prepared(xid);
        XaBranch live = branches.find(xid);
        List<Traffic> sent = List.of();
        List<Traffic> received = List.of();
        String reason = null;
        if (prepared != null) {
            sent = TrafficCount.sent(state, prepared.transactionId(), null);
            received = TrafficCount.received(state, prepared);
        } else if (live != null) {
            sent = TrafficCount.sent(state, live.work().id(), live.work());
            received = TrafficCount.received(state, live.work());
            reason = live.state() == XaState.ROLLBACK_ONLY
                    ? live.work().rollbackReason().text()
                    : null;
        }
        return new Details(status, reason, sent, received, null);
    }

    @Override
    public CompletionStage<Void> decide(Xid xid, boolean commit) {
        CompletableFuture<Void> answer = new CompletableFuture<>();
        shard.execute(() -> branches.operate(xid, commit, completing(answer, null)));
        return answer;
    }

    /** On the core thread. */
    CompletionStage<TransactionPhase> decide(Xid xid, TransactionVerb verb) {
        CompletableFuture<TransactionPhase> answer = new CompletableFuture<>();
        switch (verb) {
            case COMMIT -> branches.operate(xid, true, reached(xid, answer));
            case ROLLBACK -> branches.operate(xid, false, reached(xid, answer));
            case FORGET -> branches.operatorForgets(xid, completing(answer, TransactionPhase.FORGOTTEN));
            case REARM -> {
                XaState known = branches.state(xid);
                XaCode code = known == XaState.UNKNOWN ? XaCode.XAER_NOTA : XaCode.XAER_PROTO;
                answer.completeExceptionally(new BrokerException(XaErrors.of(code, xid, known)));
            }
        }
        return answer;
    }

    private Reply<Void> reached(Xid xid, CompletableFuture<TransactionPhase> answer) {
        return Reply.of(
                done -> answer.complete(phase(branches.state(xid))),
                error -> answer.completeExceptionally(new BrokerException(error)));
    }

    @Override
    public CompletionStage<Void> forget(Xid xid) {
        CompletableFuture<Void> answer = new CompletableFuture<>();
        shard.execute(() -> branches.operatorForgets(xid, completing(answer, null)));
        return answer;
    }

    private static <T> Reply<Void> completing(CompletableFuture<T> answer, T value) {
        return Reply.of(
                done -> answer.complete(value), error -> answer.completeExceptionally(new BrokerException(error)));
    }

    @Override
    public CompletionStage<XaFigures> figures() {
        return questions.ask(this::figuresNow);
    }

    /** On the core thread. */
    XaFigures figuresNow() {
        List<XaBranch> open = branches.live().stream()
                .filter(branch -> branch.state() != XaState.PREPARED)
                .toList();
        return new XaFigures(
                open.size(),
                ledger.prepared().size(),
                ledger.heuristic().size(),
                oldest(open.stream().mapToLong(XaBranch::bornMillis)),
                oldest(ledger.prepared().stream().mapToLong(PreparedBranch::preparedMillis)),
                oldest(ledger.heuristic().stream().mapToLong(HeuristicBranch::decidedMillis)));
    }

    private static long oldest(LongStream times) {
        return times.min().orElse(0);
    }
}
