package io.carrick.broker.core;

import io.carrick.broker.BrokerError;
import io.carrick.broker.BrokerError.Code;
import io.carrick.broker.Outcome;
import io.carrick.broker.dispatch.HeldDelivery;
import io.carrick.broker.record.HalfDecision;
import io.carrick.broker.record.MessageBody;
import io.carrick.broker.state.Address;
import java.util.ArrayList;
import java.util.List;

/** What a local transaction has gathered so far, on the core thread. */
final class TransactionWork {
    private final long id;
    private final String containerId;
    private final boolean distributed;
    private final List<MemorySend> memorySends = new ArrayList<>();
    private final List<Enlisted> settlements = new ArrayList<>();
    private final List<HalfDecision> halves = new ArrayList<>(0);
    private BrokerError rollbackReason;
    private final List<Runnable> whenEnded = new ArrayList<>(0);
    private final List<Runnable> whenDecided = new ArrayList<>(0);
    private boolean hasStaged;
    private boolean committing;
    private boolean ended;
    private boolean released;
    private int routing;
    private Runnable whenRouted;

    /** @param containerId of the client that has begun it */
    TransactionWork(long id, String containerId) {
        this(id, containerId, false);
    }

    private TransactionWork(long id, String containerId, boolean distributed) {
        this.id = id;
        this.containerId = containerId;
        this.distributed = distributed;
    }

    /** The work of a branch of a distributed transaction. */
    static TransactionWork ofBranch(long id, String containerId) {
        return new TransactionWork(id, containerId, true);
    }

    /** Whether its outcome is not the client's but a transaction manager's, which may ask for it after a restart. */
    boolean isDistributed() {
        return distributed;
    }

    /** Whether nothing was done in it. */
    boolean isEmpty() {
        return !hasStaged && memorySends.isEmpty() && settlements.isEmpty();
    }

    long id() {
        return id;
    }

    String containerId() {
        return containerId;
    }

    /** The client has asked for the commit, whose outcome is not known yet. */
    void committing() {
        committing = true;
    }

    boolean isCommitting() {
        return committing;
    }

    /** Runs something when the commit has come out, one way or the other. */
    void whenDecided(Runnable action) {
        whenDecided.add(action);
    }

    /** The commit has come out. */
    void decided() {
        committing = false;
        whenDecided.forEach(Runnable::run);
        whenDecided.clear();
    }

    /** A message of it waits for its address. */
    void routingBegun() {
        routing++;
    }

    /** The message has reached its address, or was refused. */
    void routingDone() {
        if (--routing == 0 && whenRouted != null) {
            Runnable next = whenRouted;
            whenRouted = null;
            next.run();
        }
    }

    /** Runs something as soon as no message of it waits for its address any more. */
    void whenRouted(Runnable action) {
        if (routing == 0) {
            action.run();
        } else {
            whenRouted = action;
        }
    }

    /** Runs something when it ends. */
    void whenEnded(Runnable action) {
        whenEnded.add(action);
    }

    /** Messages of it are in the journal. */
    void staged() {
        hasStaged = true;
    }

    boolean hasStaged() {
        return hasStaged;
    }

    /** A message that becomes visible at commit without going through the journal. */
    void add(Address address, MessageBody body) {
        memorySends.add(new MemorySend(address, body));
    }

    List<MemorySend> memorySends() {
        return memorySends;
    }

    void enlist(HeldDelivery delivery, Outcome outcome, boolean settled) {
        delivery.state(HeldDelivery.State.ENLISTED);
        settlements.add(new Enlisted(delivery, outcome, settled));
    }

    List<Enlisted> settlements() {
        return settlements;
    }

    /** The outcome of a half message that becomes known with its own. */
    void add(HalfDecision decision) {
        halves.add(decision);
    }

    List<HalfDecision> halves() {
        return halves;
    }

    /** It can only be rolled back; the first reason counts. */
    void rollbackOnly(BrokerError reason) {
        if (rollbackReason == null) {
            rollbackReason = reason;
        }
    }

    /** Why it can only be rolled back, null if it can be committed. */
    BrokerError rollbackReason() {
        return rollbackReason;
    }

    /** Ends it; false if it had ended before. */
    boolean end() {
        boolean first = !ended;
        ended = true;
        whenEnded.forEach(Runnable::run);
        whenEnded.clear();
        return first;
    }

    boolean ended() {
        return ended;
    }

    /** Its work has been undone before its client has ended it. */
    void released() {
        released = true;
        memorySends.clear();
        settlements.clear();
        halves.clear();
    }

    boolean isReleased() {
        return released;
    }

    /** Why nothing more can be done in it: it has ended. */
    BrokerError refusal() {
        return released
                ? new BrokerError(Code.TRANSACTION_ROLLBACK, "Rolled back: " + rollbackReason.text())
                : new BrokerError(Code.TRANSACTION_UNKNOWN, "The transaction has ended");
    }

    record MemorySend(Address address, MessageBody body) {}

    /**
     * A settlement that waits for the outcome.
     *
     * @param settled whether the client has settled the delivery itself
     */
    record Enlisted(HeldDelivery delivery, Outcome outcome, boolean settled) {}
}
