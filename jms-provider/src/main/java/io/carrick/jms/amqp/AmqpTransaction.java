package io.carrick.jms.amqp;

import io.carrick.jms.wire.WireTransaction;
import jakarta.jms.JMSException;
import jakarta.jms.TransactionRolledBackException;
import java.util.ArrayList;
import java.util.List;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.messaging.Outcome;
import org.apache.qpid.proton.amqp.transport.DeliveryState;

/**
 * A local transaction. The broker hears of it with its first work, so that an empty one costs nothing. Belongs to the
 * I/O thread except for {@link #commit()} and {@link #rollback()}.
 *
 * <pre>
 *   ACTIVE ──► ENDING ──► DISCHARGED ──► ENDED
 *      │          │            │           ▲
 *      │          │            ▼           │
 *      │          │         IN_DOUBT ──────┤    socket or coordinator was lost before the answer:
 *      │          │            │           │    the broker is asked again
 *      └──────────┴── rolled back ─────────┘
 * </pre>
 */
final class AmqpTransaction implements WireTransaction {
    private final AmqpSession session;
    private State state = State.ACTIVE;
    private final boolean ofBranch;
    private volatile Declaration declaration;
    private JMSException doom;
    private Answer<Void> ending;
    private boolean committing;
    private boolean askedAgain;
    private int work;
    private List<Runnable> afterwards = List.of();

    private enum State {
        /** Takes work. */
        ACTIVE,
        /** Waits until its work is on the way. */
        ENDING,
        /** Waits for the broker's answer to its end. */
        DISCHARGED,
        /** The answer to its commit is lost. */
        IN_DOUBT,
        ENDED
    }

    AmqpTransaction(AmqpSession session) {
        this(session, null);
    }

    private AmqpTransaction(AmqpSession session, Declaration declaration) {
        this.session = session;
        this.declaration = declaration;
        ofBranch = declaration != null;
    }

    /**
     * Work in a branch of a distributed transaction, of which the broker knows already. Its outcome is not decided here.
     */
    static AmqpTransaction ofBranch(AmqpSession session, Declaration declaration) {
        return new AmqpTransaction(session, declaration);
    }

    /** Waits until all work is with the broker; fails if a part of it is not, so that it can only be rolled back. */
    void endWork(Answer<Void> answer) {
        beginEnd(true, answer);
    }

    /** The id that stands for the work; null if the broker has none of it, since its connection is lost. */
    Binary branchId() {
        Declaration known = declaration;
        return known == null ? null : known.id();
    }

    @Override
    public void commit() throws JMSException {
        end(true, new Answer<>("a commit, whose outcome is unknown"));
    }

    @Override
    public void rollback() throws JMSException {
        end(false, new Answer<>("a rollback"));
    }

    @Override
    public void whenEnded(Runnable action) {
        session.connection().hand(() -> {
            if (state == State.ENDED) {
                action.run();
            } else {
                afterwards = new ArrayList<>(afterwards);
                afterwards.add(action);
            }
        });
    }

    private void end(boolean commit, Answer<Void> answer) throws JMSException {
        session.connection().hand(() -> beginEnd(commit, answer));
        session.connection().waits().await(answer);
    }

    private void beginEnd(boolean commit, Answer<Void> answer) {
        if (state != State.ACTIVE) {
            answer.fail(new jakarta.jms.IllegalStateException("The transaction has ended already"));
            return;
        }
        ending = answer;
        committing = commit;
        state = State.ENDING;
        if (!commit) {
            doom(Failures.rolledBack("the application has asked for it", null));
        }
        proceed();
    }

    /** Something is to be done in it; {@link #workDone} follows. */
    void workBegun() {
        work++;
        if (declaration == null && doom == null) {
            session.begun(this);
            declaration = session.coordinator().declare();
            declaration.whenDone(this::declarationDone);
        }
    }

    private void declarationDone() {
        if (declaration != null && declaration.failure() != null) {
            doom(declaration.failure());
        }
    }

    /** It is on the way, or has come to nothing. */
    void workDone() {
        work--;
        proceed();
    }

    /** Whether work can be sent in it. */
    boolean isDeclared() {
        return declaration != null && declaration.id() != null;
    }

    void whenDeclared(Runnable action) {
        declaration.whenDone(action);
    }

    /** Whether it can only be rolled back. */
    boolean isDoomed() {
        return doom != null;
    }

    /** Lets it end in a rollback, whatever the application wants; the first reason counts. */
    void doom(JMSException reason) {
        if (doom == null && state != State.ENDED && state != State.DISCHARGED && state != State.IN_DOUBT) {
            doom = reason;
            session.dropDoomed();
            proceed();
        }
    }

    /**
     * A delivery was settled in it, which may have come over another session: that of a connection consumer. The
     * settlement must be written before the end of the transaction, which only its own session sees to.
     */
    void settledOver(AmqpSession other) {
        if (other != session) {
            other.flushSettlements();
        }
    }

    /** The state of a message sent in it. */
    DeliveryState state() {
        return declaration.plain();
    }

    /** The state of a delivery settled in it. */
    DeliveryState state(Outcome outcome) {
        return declaration.of(outcome);
    }

    /**
     * Whether messages are sent without asking for their outcomes, because the broker answers the commit of a
     * transaction with a rollback if one of its messages was not taken.
     */
    boolean presettles() {
        return !ofBranch && session.coordinator().isCarrick();
    }

    /** Ends it as soon as that is possible. */
    private void proceed() {
        if (state != State.ENDING || work > 0) {
            return;
        }
        if (ofBranch) {
            session.flushSettlements();
            finish(doom == null ? null : rolledBack());
        } else if (declaration == null || declaration.failure() != null) {
            finish(committing && doom != null ? rolledBack() : null);
        } else if (isDeclared()) {
            state = State.DISCHARGED;
            session.coordinator().discharge(this, doom != null);
        } else {
            // Doomed while its id is awaited: nothing was done in it.
            session.coordinator().abandon(declaration);
            finish(committing ? rolledBack() : null);
        }
    }

    Declaration declaration() {
        return declaration;
    }

    /**
     * The broker has answered its end.
     *
     * @param failure null if it did what was asked for
     */
    void discharged(JMSException failure) {
        if (!committing) {
            finish(null);
        } else if (doom != null) {
            finish(rolledBack());
        } else {
            finish(failure);
        }
    }

    private JMSException rolledBack() {
        return doom instanceof TransactionRolledBackException ? doom : Failures.rolledBack(doom.getMessage(), doom);
    }

    /** The socket is lost, and with it all that was done in it; unless its commit had been sent. */
    void interrupted(JMSException cause) {
        switch (state) {
            case DISCHARGED -> {
                if (committing && doom == null) {
                    state = State.IN_DOUBT;
                } else {
                    discharged(null);
                }
            }
            case ACTIVE, ENDING -> forgotten("the connection was lost before its end", cause);
            default -> {
                // Nothing of it was at the broker, or it is in doubt already.
            }
        }
    }

    /**
     * The coordinator is gone, and took with it what was not committed. Whether a commit was under way only another
     * coordinator knows; it is asked once.
     */
    void coordinatorLost(JMSException cause) {
        boolean unanswered = state == State.DISCHARGED || state == State.IN_DOUBT;
        if (!unanswered) {
            forgotten("the coordinator is gone: " + cause.getMessage(), cause);
        } else if (!committing || doom != null) {
            discharged(null);
        } else if (askedAgain) {
            finish(Failures.linked(
                    new JMSException("The outcome of a commit is unknown: " + cause.getMessage()), cause));
        } else {
            askedAgain = true;
            state = State.IN_DOUBT;
            session.askForOutcomes();
        }
    }

    /** The broker has rolled it back by itself. */
    void forgotten(String why, JMSException cause) {
        if (declaration != null && (state == State.ACTIVE || state == State.ENDING)) {
            declaration.failed(cause);
            declaration = null;
            doom(Failures.rolledBack(why, cause));
            proceed();
        }
    }

    /** Whether the broker has to be asked for its outcome. */
    boolean isInDoubt() {
        return state == State.IN_DOUBT;
    }

    /** The connection is over for good. */
    void lost(JMSException cause) {
        boolean unknown = committing && doom == null && (state == State.DISCHARGED || state == State.IN_DOUBT);
        if (unknown) {
            finish(Failures.connectionLost("The outcome of a commit is unknown", cause));
        } else if (state == State.ACTIVE) {
            forgotten("the connection was lost before its end", cause);
        } else if (state != State.ENDED) {
            finish(committing ? Failures.rolledBack("the connection was lost before its end", cause) : null);
        }
    }

    private void finish(JMSException failure) {
        if (state == State.ENDED) {
            return;
        }
        state = State.ENDED;
        session.ended(this);
        List<Runnable> run = afterwards;
        afterwards = List.of();
        run.forEach(Runnable::run);
        if (failure == null) {
            ending.succeed(null);
        } else {
            ending.fail(failure);
        }
    }
}
