package io.carrick.broker;

import java.util.List;

/**
 * The distributed transactions of a broker, as one connection uses them (X/Open XA). A branch is known by its {@link
 * Xid} on every connection: those of the user who began it, and of users who may manage {@value #NODE}. All refusals
 * carry an {@link XaCode} in their details. Used from the connection's executor only; replies come on it.
 */
public interface XaTransactions {
    /** The address whose permission {@link Permission#MANAGE} gives access to the branches of others. */
    String NODE = "$xa";

    /** How work in a branch begins. */
    enum Start {
        /** The branch is new. */
        NEW,
        JOIN,
        RESUME
    }

    /** How work in a branch ends. */
    enum End {
        SUCCESS,
        /** The branch can only be rolled back. */
        FAIL,
        /** To be resumed, on any connection. */
        SUSPEND
    }

    /** What prepare has found. */
    enum Vote {
        /** The branch is prepared. */
        OK,
        /** There was nothing to prepare: the branch is over. */
        READ_ONLY
    }

    /**
     * Begins to work in a branch.
     *
     * @param timeoutMillis after which a new branch that is not prepared is rolled back; 0 for never
     */
    void start(Xid xid, Start how, long timeoutMillis, Reply<Association> reply);

    /**
     * Ends the work of an association; when it is answered, all that was sent before has reached the branch. A refusal
     * with {@code XA_RB*} ends it as well.
     */
    void end(Association association, End how, Reply<Void> reply);

    /** Ends work that is suspended. */
    void endSuspended(Xid xid, boolean fail, Reply<Void> reply);

    /** Prepares; when it is answered with {@link Vote#OK}, the branch survives a power cut. */
    void prepare(Xid xid, Reply<Vote> reply);

    /** Commits what is prepared, or all at once. */
    void commit(Xid xid, boolean onePhase, Reply<Void> reply);

    /** Rolls back. */
    void rollback(Xid xid, Reply<Void> reply);

    /** Forgets a branch that an operator has decided. */
    void forget(Xid xid, Reply<Void> reply);

    /** All branches that are prepared, or decided by an operator and not forgotten. */
    void recover(Reply<List<Xid>> reply);

    /** What has become of a branch. */
    void status(Xid xid, Reply<XaState> reply);

    /** The work of one session in a branch. It ends, and dooms the branch, when its connection closes. */
    interface Association {
        Xid xid();

        /** To send messages and settle deliveries in; it cannot be committed or rolled back. */
        Transaction work();

        /** Unique in the broker, over restarts as well. */
        long id();
    }
}
