package io.carrick.broker.core;

import io.carrick.broker.BrokerError;
import io.carrick.broker.BrokerError.Code;
import io.carrick.broker.Identity;
import io.carrick.broker.Permission;
import io.carrick.broker.Reply;
import io.carrick.broker.XaCode;
import io.carrick.broker.XaCommand;
import io.carrick.broker.XaState;
import io.carrick.broker.XaTransactions;
import io.carrick.broker.XaTransactions.Association;
import io.carrick.broker.XaTransactions.End;
import io.carrick.broker.XaTransactions.Start;
import io.carrick.broker.XaTransactions.Vote;
import io.carrick.broker.Xid;
import io.carrick.broker.record.XaOutcomeRecord.Decision;
import io.carrick.broker.state.BrokerState;
import io.carrick.broker.state.HeuristicBranch;
import io.carrick.broker.state.PreparedBranch;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The branches of distributed transactions, on the core thread. What {@link XaState} allows is done; while a record of
 * a branch is on its way through the journal, what comes next for that branch waits, so that the first decision wins.
 */
final class XaBranches {
    private final BrokerState state;
    private final RecordBatch batch;
    private final Access access;
    private final Identifiers identifiers;
    private final Counters counters;
    private final XaWork works;
    private final Map<Xid, XaBranch> live = new HashMap<>();
    /** What waits for the record of a branch that is on its way. */
    private final Map<Xid, List<Runnable>> busy = new HashMap<>();

    XaBranches(
            BrokerState state,
            RecordBatch batch,
            Access access,
            Identifiers identifiers,
            Counters counters,
            XaWork works) {
        this.state = state;
        this.batch = batch;
        this.access = access;
        this.identifiers = identifiers;
        this.counters = counters;
        this.works = works;
    }

    /** What has become of a branch. */
    XaState state(Xid xid) {
        XaBranch branch = live.get(xid);
        if (branch != null) {
            return branch.state();
        }
        XaState known = state.branches().state(xid);
        return known == XaState.UNKNOWN ? works.rolledBackInMemory(xid) : known;
    }

    /** The branch if it has been begun since the start and is not over, else null. */
    XaBranch find(Xid xid) {
        return live.get(xid);
    }

    /** All that are not over, as far as they have been begun since the start. */
    Collection<XaBranch> live() {
        return live.values();
    }

    // --- turns

    private void whenIdle(Xid xid, Runnable action) {
        List<Runnable> waiting = busy.get(xid);
        if (waiting == null) {
            action.run();
        } else {
            waiting.add(action);
        }
    }

    private void busy(Xid xid) {
        busy.put(xid, new ArrayList<>());
    }

    private void idle(Xid xid) {
        busy.remove(xid).forEach(action -> whenIdle(xid, action));
    }

    // --- access

    private boolean isPermitted(Identity who, String owner) {
        return owner == null || owner.equals(who.name()) || mayManage(who);
    }

    private boolean mayManage(Identity who) {
        return access.refusal(who, Permission.MANAGE, XaTransactions.NODE) == null;
    }

    private String owner(Xid xid) {
        XaBranch branch = live.get(xid);
        if (branch != null) {
            return branch.owner();
        }
        PreparedBranch prepared = state.branches().prepared(xid);
        if (prepared != null) {
            return prepared.owner();
        }
        HeuristicBranch decided = state.branches().heuristic(xid);
        return decided == null ? null : decided.owner();
    }

    /** Why a command is refused; null if it is not. */
    private BrokerError refusal(Identity who, Xid xid, XaCommand command) {
        if (!isPermitted(who, owner(xid))) {
            return new BrokerError(Code.UNAUTHORIZED, "Branch " + xid + " belongs to another user than " + who.name());
        }
        XaState now = state(xid);
        XaCode code = now.refusal(command);
        return code == null ? null : XaErrors.of(code, xid, now);
    }

    // --- work

    void start(CoreConnection connection, Xid xid, Start how, long timeoutMillis, Reply<Association> reply) {
        whenIdle(xid, () -> startNow(connection, xid, how, timeoutMillis, reply));
    }

    private void startNow(CoreConnection connection, Xid xid, Start how, long timeoutMillis, Reply<Association> reply) {
        XaCommand command = switch (how) {
            case NEW -> XaCommand.START;
            case JOIN -> XaCommand.JOIN;
            case RESUME -> XaCommand.RESUME;
        };
        BrokerError refusal = refusal(connection.client().identity(), xid, command);
        XaBranch branch = live.get(xid);
        if (refusal != null) {
            reply.failed(
                    branch != null && branch.state() == XaState.ROLLBACK_ONLY && how != Start.NEW
                            ? XaErrors.doomed(branch)
                            : refusal);
            return;
        }
        if (how == Start.NEW) {
            branch = begin(connection, xid, timeoutMillis);
        } else if (how == Start.RESUME) {
            if (!branch.isSuspended()) {
                reply.failed(XaErrors.of(XaCode.XAER_PROTO, xid, branch.state()));
                return;
            }
            branch.resume(connection);
        }
        XaAssociation association = new XaAssociation(identifiers.nextInEpoch(), branch, connection);
        branch.begin(association);
        reply.succeeded(association);
    }

    private XaBranch begin(CoreConnection connection, Xid xid, long timeoutMillis) {
        long now = batch.now();
        TransactionWork work = TransactionWork.ofBranch(
                identifiers.nextInEpoch(), connection.client().containerId());
        XaBranch branch =
                new XaBranch(xid, work, connection, now, timeoutMillis == 0 ? Long.MAX_VALUE : now + timeoutMillis);
        live.put(xid, branch);
        counters.transactions.increment();
        return branch;
    }

    void end(XaAssociation association, End how, Reply<Void> reply) {
        XaBranch branch = association.branch();
        if (!branch.end(association, how == End.SUSPEND)) {
            reply.failed(XaErrors.of(XaCode.XAER_NOTA, branch.xid(), XaState.UNKNOWN));
            return;
        }
        if (how == End.FAIL) {
            branch.work().rollbackOnly(failed());
        }
        answerEnd(branch, how == End.FAIL, reply);
    }

    private static BrokerError failed() {
        return new BrokerError(Code.TRANSACTION_ROLLBACK, "its work was ended as failed");
    }

    private void answerEnd(XaBranch branch, boolean asFailed, Reply<Void> reply) {
        boolean doomed = branch.state() == XaState.ROLLBACK_ONLY;
        if (doomed && !branch.isWorkedIn()) {
            works.release(branch);
        }
        if (doomed && !asFailed) {
            reply.failed(XaErrors.doomed(branch));
        } else {
            reply.succeeded(null);
        }
    }

    void endSuspended(CoreConnection connection, Xid xid, boolean fail, Reply<Void> reply) {
        whenIdle(xid, () -> {
            BrokerError refusal = refusal(connection.client().identity(), xid, XaCommand.RESUME);
            XaBranch branch = live.get(xid);
            if (branch == null || !branch.isSuspended()) {
                reply.failed(refusal != null ? refusal : XaErrors.of(XaCode.XAER_PROTO, xid, state(xid)));
                return;
            }
            branch.resume(connection);
            if (fail) {
                branch.work().rollbackOnly(failed());
            }
            answerEnd(branch, fail, reply);
        });
    }

    // --- decisions

    void prepare(Identity who, Xid xid, Reply<Vote> reply) {
        whenIdle(xid, () -> {
            BrokerError refusal = refusal(who, xid, XaCommand.PREPARE);
            XaBranch branch = live.get(xid);
            if (branch != null && branch.state() == XaState.ROLLBACK_ONLY) {
                rollBackDoomed(branch, reply);
            } else if (refusal != null) {
                reply.failed(refusal);
            } else if (branch == null || branch.state() == XaState.PREPARED) {
                reply.succeeded(Vote.OK);
            } else {
                busy(xid);
                branch.work().whenRouted(() -> prepareRouted(branch, reply));
            }
        });
    }

    private void prepareRouted(XaBranch branch, Reply<Vote> reply) {
        if (branch.state() == XaState.ROLLBACK_ONLY) {
            idle(branch.xid());
            rollBackDoomed(branch, reply);
        } else if (branch.work().isEmpty()) {
            branch.work().end();
            over(branch);
            idle(branch.xid());
            reply.succeeded(Vote.READ_ONLY);
        } else {
            works.prepare(branch, () -> {
                idle(branch.xid());
                reply.succeeded(Vote.OK);
            });
        }
    }

    private void rollBackDoomed(XaBranch branch, Reply<?> reply) {
        BrokerError why = XaErrors.doomed(branch);
        undo(branch, () -> reply.failed(why));
    }

    void commit(Identity who, Xid xid, boolean onePhase, Reply<Void> reply) {
        whenIdle(xid, () -> {
            BrokerError refusal = refusal(who, xid, onePhase ? XaCommand.COMMIT_ONE_PHASE : XaCommand.COMMIT);
            XaBranch branch = live.get(xid);
            if (onePhase && branch != null && branch.state() == XaState.ROLLBACK_ONLY) {
                rollBackDoomed(branch, reply);
            } else if (refusal != null) {
                reply.failed(refusal);
            } else if (state(xid) == XaState.COMMITTED) {
                reply.succeeded(null);
            } else if (onePhase) {
                busy(xid);
                branch.work().whenRouted(() -> commitRouted(branch, reply));
            } else {
                decide(xid, Decision.COMMIT, reply);
            }
        });
    }

    private void commitRouted(XaBranch branch, Reply<Void> reply) {
        if (branch.state() == XaState.ROLLBACK_ONLY) {
            idle(branch.xid());
            rollBackDoomed(branch, reply);
            return;
        }
        works.commitAtOnce(branch, () -> {
            counters.branchesCommitted.increment();
            over(branch);
            idle(branch.xid());
            reply.succeeded(null);
        });
    }

    void rollback(Identity who, Xid xid, Reply<Void> reply) {
        whenIdle(xid, () -> {
            BrokerError refusal = refusal(who, xid, XaCommand.ROLLBACK);
            if (refusal != null) {
                reply.failed(refusal);
            } else if (state(xid) == XaState.ROLLED_BACK) {
                reply.succeeded(null);
            } else if (state(xid) == XaState.PREPARED) {
                decide(xid, Decision.ROLLBACK, reply);
            } else {
                undo(live.get(xid), () -> reply.succeeded(null));
            }
        });
    }

    void forget(Identity who, Xid xid, Reply<Void> reply) {
        whenIdle(xid, () -> {
            BrokerError refusal = refusal(who, xid, XaCommand.FORGET);
            if (refusal != null) {
                reply.failed(refusal);
            } else {
                decide(xid, Decision.FORGET, reply);
            }
        });
    }

    /** Decides by an operator's hand. */
    void operate(Xid xid, boolean commit, Reply<Void> reply) {
        whenIdle(xid, () -> {
            XaState now = state(xid);
            XaCode code = now.refusal(commit ? XaCommand.OPERATOR_COMMIT : XaCommand.OPERATOR_ROLLBACK);
            if (code != null) {
                reply.failed(XaErrors.of(code, xid, now));
            } else if (now == XaState.PREPARED) {
                decide(xid, commit ? Decision.HEURISTIC_COMMIT : Decision.HEURISTIC_ROLLBACK, reply);
            } else {
                undo(live.get(xid), () -> reply.succeeded(null));
            }
        });
    }

    /** Forgets by an operator's hand. */
    void operatorForgets(Xid xid, Reply<Void> reply) {
        whenIdle(xid, () -> {
            XaCode code = state(xid).refusal(XaCommand.FORGET);
            if (code != null) {
                reply.failed(XaErrors.of(code, xid, state(xid)));
            } else {
                decide(xid, Decision.FORGET, reply);
            }
        });
    }

    private void decide(Xid xid, Decision decision, Reply<Void> reply) {
        busy(xid);
        XaBranch branch = live.get(xid);
        Runnable done = () -> {
            count(decision);
            if (branch != null) {
                over(branch);
            }
            idle(xid);
            reply.succeeded(null);
        };
        if (decision == Decision.FORGET) {
            works.forget(xid, done);
        } else if (decision.commits()) {
            works.commit(xid, branch, decision, done);
        } else {
            works.rollBack(xid, branch, decision, done);
        }
    }

    private void count(Decision decision) {
        if (decision.commits()) {
            counters.branchesCommitted.increment();
        } else if (decision != Decision.FORGET) {
            counters.branchesRolledBack.increment();
        }
    }

    private void undo(XaBranch branch, Runnable done) {
        busy(branch.xid());
        works.undo(branch, () -> {
            counters.branchesRolledBack.increment();
            over(branch);
            idle(branch.xid());
            done.run();
        });
    }

    private void over(XaBranch branch) {
        live.remove(branch.xid());
        counters.transactions.decrement();
    }

    // --- recovery, and what nobody ends

    List<Xid> recover(Identity who) {
        List<Xid> found = new ArrayList<>();
        for (PreparedBranch branch : state.branches().prepared()) {
            if (isPermitted(who, branch.owner())) {
                found.add(branch.xid());
            }
        }
        for (HeuristicBranch branch : state.branches().heuristic()) {
            if (isPermitted(who, branch.owner())) {
                found.add(branch.xid());
            }
        }
        return found;
    }

    /** What has become of a branch, for one of the users whom that concerns. */
    void status(Identity who, Xid xid, Reply<XaState> reply) {
        whenIdle(xid, () -> {
            if (isPermitted(who, owner(xid))) {
                reply.succeeded(state(xid));
            } else {
                reply.failed(refusal(who, xid, XaCommand.ROLLBACK));
            }
        });
    }

    /** A connection is gone: what it had not ended is rolled back, and what nobody is left to prepare. */
    void closed(CoreConnection connection) {
        for (XaBranch branch : List.copyOf(live.values())) {
            if (branch.hasParticipant(connection)) {
                whenIdle(branch.xid(), () -> leave(branch, connection));
            }
        }
    }

    private void leave(XaBranch branch, CoreConnection connection) {
        if (branch.leave(connection)) {
            branch.work()
                    .rollbackOnly(new BrokerError(
                            Code.TRANSACTION_ROLLBACK, "a connection was lost before its work was ended"));
        }
        if (live.get(branch.xid()) != branch || branch.state() == XaState.PREPARED) {
            return;
        }
        if (branch.isDeserted()) {
            undo(branch, () -> {});
        } else if (branch.state() == XaState.ROLLBACK_ONLY && !branch.isWorkedIn()) {
            works.release(branch);
        }
    }

    /** Dooms what was not prepared in time. */
    void expire(long now) {
        for (XaBranch branch : List.copyOf(live.values())) {
            if (branch.isExpired(now) && !busy.containsKey(branch.xid())) {
                branch.work().rollbackOnly(new BrokerError(Code.TRANSACTION_TIMEOUT, "it was not prepared in time"));
                if (!branch.isWorkedIn()) {
                    works.release(branch);
                }
            }
        }
    }
}
