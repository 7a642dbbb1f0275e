package io.carrick.broker.core;

import io.carrick.broker.Transaction;
import java.util.ArrayList;
import java.util.List;

/** What the model knows of one local transaction. */
final class LocalTransactionModel {
    enum Phase {
        OPEN,
        /** It can only be rolled back. */
        DOOMED,
        /** An operator has undone its work; its client has not heard of it. */
        RELEASED,
        COMMITTED,
        /** Committed with nothing in it that outlives a broker, as its outcome did not. */
        FORGOTTEN,
        ROLLED_BACK;

        /** Whether it has no outcome yet. */
        boolean isOpen() {
            return this == RELEASED || takesWork();
        }

        /** Whether work in it is taken. */
        boolean takesWork() {
            return this == OPEN || this == DOOMED;
        }
    }

    final int owner;
    final Transaction transaction;
    final List<String> sent = new ArrayList<>();
    final List<String> received = new ArrayList<>();
    Phase phase = Phase.OPEN;
    boolean hadRecord;
    /** Whether its client can use it: the connection in which it was begun is there. */
    boolean reachable = true;
    /** Once undone by an operator, it tells whoever ends it that it was rolled back, however often. */
    boolean released;

    /** Whether the broker that it was begun in is gone. */
    private boolean outlivesBroker;

    LocalTransactionModel(int owner, Transaction transaction) {
        this.owner = owner;
        this.transaction = transaction;
    }

    /** Gives what comes into the queue, or back into it. */
    List<String> over(Phase outcome) {
        List<String> available = List.copyOf(outcome == Phase.COMMITTED ? sent : received);
        sent.clear();
        received.clear();
        phase = outcome;
        return available;
    }

    /** Gives what comes back into the queue: who has lost it cannot end it. */
    List<String> lost() {
        reachable = false;
        return phase.isOpen() ? over(Phase.ROLLED_BACK) : List.of();
    }

    /** The broker is another one; gives what is in the queue again. */
    List<String> restarted() {
        List<String> available = lost();
        outlivesBroker = true;
        if (phase == Phase.COMMITTED && !hadRecord) {
            phase = Phase.FORGOTTEN;
        }
        return available;
    }

    /** All that decides how it goes on. */
    String abstractState() {
        return phase + " sent " + sent.size() + " received " + received.size()
                + (hadRecord && phase == Phase.COMMITTED ? " recorded" : "") + (released ? " released" : "")
                + (reachable ? " reachable" : outlivesBroker ? " outlives its broker" : "");
    }
}
