package io.carrick.broker.core;

import io.carrick.broker.BrokerException;
import io.carrick.broker.Reply;
import io.carrick.broker.TransactionAdministration.BranchFigures;
import io.carrick.broker.TransactionAdministration.Details;
import io.carrick.broker.TransactionAdministration.Filter;
import io.carrick.broker.TransactionAdministration.Origin;
import io.carrick.broker.TransactionAdministration.Status;
import io.carrick.broker.TransactionName;
import io.carrick.broker.TransactionPhase;
import io.carrick.broker.TransactionVerb;
import io.carrick.broker.XaCode;
import io.carrick.broker.XaState;
import io.carrick.broker.Xid;
import io.carrick.broker.state.BrokerState;
import io.carrick.broker.state.HeuristicBranch;
import io.carrick.broker.state.PreparedBranch;
import io.carrick.broker.state.XaLedger;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** What operators ask for and do of branches of distributed transactions. On the core thread. */
final class XaOperations {
    private final BrokerState state;
    private final XaLedger ledger;
    private final XaBranches branches;

    XaOperations(Shard shard) {
        state = shard.state();
        ledger = state.branches();
        branches = shard.branches();
    }

    Stream<Status> matching(Filter filter) {
        List<Status> all = new ArrayList<>();
        ledger.prepared().forEach(branch -> all.add(status(branch)));
        ledger.heuristic().forEach(branch -> all.add(status(branch)));
        open().forEach(branch -> all.add(status(branch)));
        return all.stream().filter(status -> filter.wants(status.phase(), status.sinceMillis()));
    }

    /** Those that are neither prepared nor over. */
    private List<XaBranch> open() {
        return branches.live().stream()
                .filter(branch -> branch.state() != XaState.PREPARED)
                .toList();
    }

    private Status status(PreparedBranch branch) {
        XaBranch live = branches.find(branch.xid());
        return new Status(
                new TransactionName.Branch(branch.xid()),
                TransactionPhase.PREPARED,
                branch.preparedMillis(),
                live != null ? live.origin() : origin(branch.owner(), branch.containerId()),
                state.stagedMessages(branch.transactionId()),
                branch.received());
    }

    private static Status status(HeuristicBranch branch) {
        return new Status(
                new TransactionName.Branch(branch.xid()),
                phase(branch.state()),
                branch.decidedMillis(),
                origin(branch.owner(), branch.containerId()),
                0,
                0);
    }

    private Status status(XaBranch branch) {
        TransactionWork work = branch.work();
        return new Status(
                new TransactionName.Branch(branch.xid()),
                phase(branch.state()),
                branch.bornMillis(),
                branch.origin(),
                state.stagedMessages(work.id()) + work.memorySends().size(),
                work.settlements().size());
    }

    /** The origin of a branch whose connection was that of an earlier start, or is not remembered. */
    private static Origin origin(String owner, String containerId) {
        return new Origin(owner, containerId, 0, null);
    }

    private static TransactionPhase phase(XaState state) {
        return TransactionPhase.valueOf(state.name());
    }

    Details show(Xid xid) throws BrokerException {
        PreparedBranch prepared = ledger.prepared(xid);
        HeuristicBranch decided = ledger.heuristic(xid);
        XaBranch live = branches.find(xid);
        if (prepared != null) {
            return new Details(
                    status(prepared),
                    null,
                    TrafficCount.sent(state, prepared.transactionId(), null),
                    TrafficCount.received(state, prepared),
                    null);
        } else if (decided != null) {
            return new Details(status(decided), null, List.of(), List.of(), null);
        } else if (live != null) {
            TransactionWork work = live.work();
            return new Details(
                    status(live),
                    live.state() == XaState.ROLLBACK_ONLY
                            ? work.rollbackReason().text()
                            : null,
                    TrafficCount.sent(state, work.id(), work),
                    TrafficCount.received(state, work),
                    null);
        }
        XaState known = branches.state(xid);
        if (known == XaState.UNKNOWN) {
            throw new BrokerException(XaErrors.of(XaCode.XAER_NOTA, xid, known));
        }
        Status over = new Status(new TransactionName.Branch(xid), phase(known), 0, Origin.UNKNOWN, 0, 0);
        return new Details(over, null, List.of(), List.of(), null);
    }

    CompletionStage<TransactionPhase> decide(Xid xid, TransactionVerb verb) {
        CompletableFuture<TransactionPhase> answer = new CompletableFuture<>();
        Reply<Void> decided = Reply.of(
                done -> answer.complete(
                        verb == TransactionVerb.FORGET ? TransactionPhase.FORGOTTEN : phase(branches.state(xid))),
                error -> answer.completeExceptionally(new BrokerException(error)));
        switch (verb) {
            case COMMIT -> branches.operate(xid, true, decided);
            case ROLLBACK -> branches.operate(xid, false, decided);
            case FORGET -> branches.operatorForgets(xid, decided);
            case REARM -> {
                XaState known = branches.state(xid);
                XaCode code = known == XaState.UNKNOWN ? XaCode.XAER_NOTA : XaCode.XAER_PROTO;
                decided.failed(XaErrors.of(code, xid, known));
            }
        }
        return answer;
    }

    BranchFigures figures() {
        List<XaBranch> open = open();
        return new BranchFigures(
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
