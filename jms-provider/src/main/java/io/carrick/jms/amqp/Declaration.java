package io.carrick.jms.amqp;

import jakarta.jms.JMSException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.Outcome;
import org.apache.qpid.proton.amqp.transaction.TransactionalState;

/** A transaction's id at the broker, asked for or there (AMQP 1.0, part 4, section 4.2). Belongs to the I/O thread. */
final class Declaration {
    private final List<Runnable> waiting = new ArrayList<>(1);
    private final long askedNanos = System.nanoTime();
    private Binary id;
    private TransactionalState plain;
    private TransactionalState accepted;
    private JMSException failure;

    /** Null while it is not there. */
    Binary id() {
        return id;
    }

    boolean isDone() {
        return id != null || failure != null;
    }

    /** Why there will be none; null if there is. */
    JMSException failure() {
        return failure;
    }

    /** Whether the broker has held it open for longer than that. */
    boolean isOlderThan(long millis) {
        return System.nanoTime() - askedNanos > TimeUnit.MILLISECONDS.toNanos(millis);
    }

    /** Runs something as soon as it is done, one way or the other. */
    void whenDone(Runnable action) {
        if (isDone()) {
            action.run();
        } else {
            waiting.add(action);
        }
    }

    void declared(Binary given) {
        id = given;
        plain = state(null);
        accepted = state(Accepted.getInstance());
        done();
    }

    void failed(JMSException cause) {
        if (!isDone()) {
            failure = cause;
            done();
        }
    }

    private void done() {
        List<Runnable> run = List.copyOf(waiting);
        waiting.clear();
        run.forEach(Runnable::run);
    }

    /** The state of what is sent in it. */
    TransactionalState plain() {
        return plain;
    }

    /** The state of a delivery that is settled in it. */
    TransactionalState of(Outcome outcome) {
        // The same object for the frequent one, so that the engine joins equal settlements without looking into them.
        return outcome instanceof Accepted ? accepted : state(outcome);
    }

    private TransactionalState state(Outcome outcome) {
        TransactionalState state = new TransactionalState();
        state.setTxnId(id);
        state.setOutcome(outcome);
        return state;
    }
}
