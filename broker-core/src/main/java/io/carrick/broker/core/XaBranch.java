package io.carrick.broker.core;

import io.carrick.broker.BrokerError;
import io.carrick.broker.TransactionAdministration.Origin;
import io.carrick.broker.XaCode;
import io.carrick.broker.XaState;
import io.carrick.broker.Xid;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A branch since its start, on the core thread: its work, and who takes part in it. */
final class XaBranch {
    private final Xid xid;
    private final TransactionWork work;
    private final CoreConnection starter;
    private final long bornMillis;
    private final long deadlineMillis;
    private final Set<XaAssociation> active = new HashSet<>();
    private final List<XaAssociation> suspended = new ArrayList<>();
    private final Set<CoreConnection> participants = new HashSet<>();
    private boolean prepared;

    /** @param deadlineMillis when it is rolled back unless it is prepared then */
    XaBranch(Xid xid, TransactionWork work, CoreConnection starter, long bornMillis, long deadlineMillis) {
        this.xid = xid;
        this.work = work;
        this.starter = starter;
        this.bornMillis = bornMillis;
        this.deadlineMillis = deadlineMillis;
    }

    Xid xid() {
        return xid;
    }

    TransactionWork work() {
        return work;
    }

    String owner() {
        return starter.client().identity().name();
    }

    String containerId() {
        return starter.client().containerId();
    }

    Origin origin() {
        return starter.origin();
    }

    long bornMillis() {
        return bornMillis;
    }

    XaState state() {
        if (prepared) {
            return XaState.PREPARED;
        }
        if (work.rollbackReason() != null) {
            return XaState.ROLLBACK_ONLY;
        }
        if (!active.isEmpty()) {
            return XaState.ACTIVE;
        }
        return suspended.isEmpty() ? XaState.ENDED : XaState.SUSPENDED;
    }

    /** The code for why it can only be rolled back. */
    XaCode doom() {
        return work.rollbackReason().code() == BrokerError.Code.TRANSACTION_TIMEOUT
                ? XaCode.XA_RBTIMEOUT
                : XaCode.XA_RBROLLBACK;
    }

    boolean isExpired(long now) {
        return !prepared && work.rollbackReason() == null && now >= deadlineMillis;
    }

    boolean isWorkedIn() {
        return !active.isEmpty();
    }

    void prepared() {
        prepared = true;
    }

    // --- who takes part

    void begin(XaAssociation association) {
        active.add(association);
        participants.add(association.connection());
    }

    /** Takes a suspended association out, of this connection if there is one. */
    void resume(CoreConnection connection) {
        XaAssociation chosen = suspended.stream()
                .filter(each -> each.connection() == connection)
                .findFirst()
                .orElseGet(() -> suspended.get(0));
        suspended.remove(chosen);
    }

    boolean isSuspended() {
        return !suspended.isEmpty();
    }

    /** Ends an association; false if it was not working. */
    boolean end(XaAssociation association, boolean suspends) {
        boolean known = active.remove(association);
        if (known && suspends) {
            suspended.add(association);
        }
        return known;
    }

    boolean hasParticipant(CoreConnection connection) {
        return participants.contains(connection);
    }

    /** A connection is gone; true if it had work in it that was not ended. */
    boolean leave(CoreConnection connection) {
        participants.remove(connection);
        boolean unfinished = active.removeIf(each -> each.connection() == connection);
        return suspended.removeIf(each -> each.connection() == connection) || unfinished;
    }

    boolean isDeserted() {
        return participants.isEmpty();
    }
}
