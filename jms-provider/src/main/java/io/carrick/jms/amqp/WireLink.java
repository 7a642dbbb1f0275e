package io.carrick.jms.amqp;

import io.carrick.amqp.engine.Link;
import io.carrick.amqp.engine.LinkHandler;
import io.carrick.amqp.engine.Session;
import jakarta.jms.JMSException;
import org.apache.qpid.proton.amqp.transport.Attach;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;

/**
 * A link as the application wants it: the same name and termini over each socket, attached anew after a failover.
 * Belongs to the I/O thread.
 *
 * <pre>
 *   DETACHED ──► ATTACHING ──► ATTACHED ──► CLOSING ──► CLOSED
 *      ▲             │             │                      ▲
 *      └─────────────┴─ failover ──┴──── any end ─────────┘
 * </pre>
 */
abstract class WireLink implements LinkHandler {
    private final AmqpSession session;
    private final String what;
    private final Answer<Void> opening;
    private final Answer<Void> closing;
    private Runnable whenAnswered;
    private Link link;
    private State state = State.DETACHED;
    private volatile JMSException ending;

    private enum State {
        /** Wanted, and not there. */
        DETACHED,
        ATTACHING,
        ATTACHED,
        CLOSING,
        CLOSED
    }

    /** @param what the link is, in the words of a message to the user */
    WireLink(AmqpSession session, String what) {
        this.session = session;
        this.what = what;
        opening = new Answer<>("the opening of a " + what);
        closing = new Answer<>("the closing of a " + what);
    }

    final AmqpSession session() {
        return session;
    }

    /** In the words of a message to the user. */
    final String what() {
        return what;
    }

    /** Succeeds when the broker has accepted the link for the first time. */
    final Answer<Void> opening() {
        return opening;
    }

    final boolean isAttached() {
        return state == State.ATTACHED;
    }

    /** Why it is over, null if it is not. Any thread. */
    final JMSException ending() {
        return ending;
    }

    /**
     * Attaches it.
     *
     * @param answered run when the broker has accepted or refused it
     */
    final void establish(Session over, Runnable answered) {
        if (state != State.DETACHED) {
            answered.run();
            return;
        }
        whenAnswered = answered;
        state = State.ATTACHING;
        Link attaching = attach(over);
        if (state == State.ATTACHING) {
            link = attaching;
        }
    }

    @Override
    public final void attached(Attach answer) {
        JMSException objection = objection(answer);
        if (objection != null) {
            link.detach(true, null);
            end(objection);
            return;
        }
        state = State.ATTACHED;
        onAttached(answer);
        opening.succeed(null);
        answered();
    }

    @Override
    public final void refused(ErrorCondition error) {
        end(refusal("Cannot open a " + what, error));
    }

    @Override
    public final void detached(boolean closed) {
        onLost();
        Link lost = link;
        if (lost.awaitsDetach()) {
            lost.detach(closed, null);
            end(Failures.of("The broker has closed a " + what, lost.error()));
        } else {
            // Lost with its session or connection, of which the session hears next; or else for a violation of its own.
            session.later(() -> {
                if (link == lost && session.isLive()) {
                    end(Failures.of("A " + what + " was closed because of what the broker did", lost.error()));
                }
            });
        }
    }

    @Override
    public final void detachCompleted(ErrorCondition error) {
        if (state == State.CLOSING) {
            closed(error == null ? null : Failures.of("Closing a " + what, error));
        }
    }

    /** Closes it as soon as nothing is under way that this would cut off. */
    void requestClose(boolean forGood) {
        close(forGood);
    }

    /** Succeeds when it is closed by this side. */
    final Answer<Void> closing() {
        return closing;
    }

    /**
     * Detaches it from this side.
     *
     * @param forGood whether the link ends; else the broker keeps its terminus
     */
    final void close(boolean forGood) {
        switch (state) {
            case ATTACHING, ATTACHED -> {
                state = State.CLOSING;
                onClosing();
                link.detach(forGood, null);
            }
            case DETACHED -> {
                state = State.CLOSING;
                onClosing();
                closed(null);
            }
            case CLOSED -> closing.succeed(null);
            default -> {
                // The broker's answer is under way.
            }
        }
    }

    private void closed(JMSException failure) {
        state = State.CLOSED;
        ending = new jakarta.jms.IllegalStateException("The " + what + " is closed");
        session.forget(this);
        onEnded(null);
        opening.fail(ending);
        if (failure == null) {
            closing.succeed(null);
        } else {
            closing.fail(failure);
        }
        answered();
    }

    /** The socket is gone, the next will come. */
    final void interrupted() {
        whenAnswered = null;
        link = null;
        if (state == State.CLOSING) {
            closed(null);
        } else if (state != State.CLOSED) {
            state = State.DETACHED;
            onInterrupted();
        }
    }

    /** It is over, because of the broker or together with session or connection. */
    final void end(JMSException cause) {
        if (state == State.CLOSED) {
            return;
        }
        state = State.CLOSED;
        ending = cause;
        session.forget(this);
        onEnded(cause);
        opening.fail(cause);
        closing.succeed(null);
        answered();
    }

    private void answered() {
        Runnable run = whenAnswered;
        whenAnswered = null;
        if (run != null) {
            run.run();
        }
    }

    /** Asks for the link over a session of the engine. */
    abstract Link attach(Session over);

    /** What is wrong with the broker's answer, null if nothing. */
    JMSException objection(Attach answer) {
        return null;
    }

    /** What a refusal means. */
    JMSException refusal(String tried, ErrorCondition error) {
        return Failures.of(tried, error);
    }

    /** The link is there. */
    abstract void onAttached(Attach answer);

    /** The engine's link is going: the last chance to ask it for what is unsettled. */
    void onLost() {}

    /** This side is about to detach. */
    void onClosing() {}

    /** The link is gone and will be attached again. */
    abstract void onInterrupted();

    /** The link is gone for good; {@code null} if this side has closed it. */
    abstract void onEnded(JMSException cause);
}
