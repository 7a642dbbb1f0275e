package io.carrick.amqp.engine;

import java.util.Objects;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.transport.AmqpError;
import org.apache.qpid.proton.amqp.transport.Attach;
import org.apache.qpid.proton.amqp.transport.Detach;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;
import org.apache.qpid.proton.amqp.transport.ReceiverSettleMode;
import org.apache.qpid.proton.amqp.transport.Role;
import org.apache.qpid.proton.amqp.transport.SenderSettleMode;

/** One attachment of a link (part 2, section 2.6); a link that is attached again is a new object. */
public abstract sealed class Link permits ReceivingLink, SendingLink {
    private final Session session;
    private final String name;
    private Attach remoteAttach;
    private int remoteHandle = -1;
    private int localHandle = -1;
    private State state;
    private ErrorCondition error;
    private boolean detachedWithError;
    private boolean detachArrived;
    private boolean detachArrivedClosed;
    private boolean told;

    enum State {
        /** The peer has attached, the application has not answered. */
        ATTACHING,
        /** This side has attached, the peer has not answered. */
        ATTACH_SENT,
        /** The peer has answered without the terminus that it should provide: its detach follows with the reason. */
        REFUSED,
        ATTACHED,
        /** The peer has detached, the application has not answered. */
        DETACH_RECEIVED,
        /** This side has detached, the peer has not answered; what it sent before it knew is dropped. */
        DETACH_SENT,
        DETACHED
    }

    /** A link that the peer attaches. */
    Link(Session session, Attach remoteAttach) {
        this.session = session;
        this.remoteAttach = remoteAttach;
        name = remoteAttach.getName();
        remoteHandle = remoteAttach.getHandle().intValue();
        state = State.ATTACHING;
    }

    /** A link that this side attaches. */
    Link(Session session, String name) {
        this.session = session;
        this.name = name;
        state = State.ATTACH_SENT;
    }

    public Session session() {
        return session;
    }

    public String name() {
        return name;
    }

    /** What the peer asked for or answered, null while it has not answered; not to be changed. */
    public Attach remoteAttach() {
        return remoteAttach;
    }

    public boolean attached() {
        return state == State.ATTACHED;
    }

    /**
     * Why the link, or its session or connection, is over: what the peer gave, or the violation for which this side
     * ended it. Null if it is not over, or nothing is wrong, or the transport is lost.
     */
    public ErrorCondition error() {
        return error != null ? error : session.error();
    }

    /** Whether the peer has detached and waits for {@link #detach}. */
    public boolean awaitsDetach() {
        return state == State.DETACH_RECEIVED;
    }

    /**
     * Answers the peer's attach.
     *
     * @param reply source, target, capabilities and properties; name, handle, role, the settle modes that the peer
     *     asked for and the initial delivery count are filled in here. Nothing is sent if the link is gone already
     */
    public final void attach(Attach reply) {
        if (state != State.ATTACHING || !sendAttach(reply)) {
            return;
        }
        state = State.ATTACHED;
        if (detachArrived) {
            state = State.DETACH_RECEIVED;
            tellDetached(detachArrivedClosed);
        } else {
            opened();
        }
    }

    /** Answers the peer's attach with none: an attach without the terminus, and a closing detach with the error. */
    public final void refuse(ErrorCondition reason) {
        if (state == State.ATTACHING && sendAttach(refusal())) {
            state = detachArrived ? State.DETACH_RECEIVED : State.ATTACHED;
            detach(true, reason);
            if (detachArrived) {
                tellCompleted(error);
            }
        }
    }

    /**
     * Detaches, or answers the peer's detach. A link whose attach the peer has not answered may be detached too.
     *
     * @param closed whether the link ends for good
     * @param reason null if nothing is wrong
     */
    public final void detach(boolean closed, ErrorCondition reason) {
        if (detachable()) {
            sendDetach(closed, reason);
            release();
        }
    }

    private boolean detachable() {
        return state != State.ATTACHING && state != State.DETACH_SENT && state != State.DETACHED;
    }

    private void sendDetach(boolean closed, ErrorCondition reason) {
        Detach detach = new Detach();
        detach.setHandle(UnsignedInteger.valueOf(localHandle));
        detach.setClosed(closed);
        detach.setError(Errors.bounded(reason));
        session.flushDispositions();
        session.write(detach);
        detachedWithError = reason != null;
        state = state == State.DETACH_RECEIVED ? State.DETACHED : State.DETACH_SENT;
    }

    private void release() {
        released();
        session.released(this);
    }

    /** Asks the peer for the link; false if that is not possible, of which the handler has been told. */
    final boolean request(Attach attach) {
        ErrorCondition obstacle = session.ready() ? sendRequest(attach) : overSession();
        if (obstacle == null) {
            return true;
        }
        state = State.DETACHED;
        error = obstacle;
        told = true;
        handler().refused(obstacle);
        return false;
    }

    private ErrorCondition overSession() {
        return session.error() != null ? session.error() : Errors.of(AmqpError.ILLEGAL_STATE, "the session is over");
    }

    private ErrorCondition sendRequest(Attach attach) {
        localHandle = session.allocateHandle(this);
        if (localHandle < 0) {
            return Errors.of(AmqpError.RESOURCE_LIMIT_EXCEEDED, "no link handle is left in the peer's range");
        }
        complete(attach);
        if (session.write(attach)) {
            return null;
        }
        session.released(this);
        return Errors.of(AmqpError.FRAME_SIZE_TOO_SMALL, "the attach exceeds the peer's maximum frame size");
    }

    /** The peer has answered the attach of this side. */
    final void answered(Attach answer) {
        remoteAttach = answer;
        remoteHandle = answer.getHandle().intValue();
        if (state != State.ATTACH_SENT) {
            return;
        }
        if (remoteTerminus(answer) == null) {
            state = State.REFUSED;
        } else {
            state = State.ATTACHED;
            opened();
            handler().attached(answer);
        }
    }

    /** Ends the link for a violation by the peer, and tells the application. */
    final void fail(ErrorCondition reason) {
        if (state == State.ATTACHING) {
            error = reason;
            refuse(reason);
            tellDetached(false);
        } else if (detachable()) {
            error = reason;
            sendDetach(true, reason);
            tellDetached(false);
            release();
        }
    }

    private void tellDetached(boolean closed) {
        if (!told) {
            told = true;
            handler().detached(closed);
        }
    }

    /** The peer's detach has come; its handle is free from now on. */
    final void detachReceived(Detach detach) {
        switch (state) {
            case ATTACHING -> {
                detachArrived = true;
                detachArrivedClosed = detach.getClosed();
                error = detach.getError();
            }
            case ATTACHED -> {
                state = State.DETACH_RECEIVED;
                error = detach.getError();
                tellDetached(detach.getClosed());
            }
            case REFUSED -> refused(detach.getError());
            default -> {
                state = State.DETACHED;
                error = error != null ? error : detach.getError();
                tellCompleted(detach.getError());
            }
        }
    }

    private void refused(ErrorCondition reason) {
        state = State.DETACH_RECEIVED;
        error = reason;
        told = true;
        detach(true, null);
        handler().refused(reason);
    }

    private void tellCompleted(ErrorCondition reason) {
        if (!told) {
            told = true;
            handler().detachCompleted(reason);
        }
    }

    /** The session is gone. */
    final void lost() {
        State before = state;
        state = State.DETACHED;
        if (before == State.DETACH_SENT) {
            tellCompleted(error());
        } else {
            tellDetached(false);
        }
        released();
    }

    private boolean sendAttach(Attach reply) {
        localHandle = session.allocateHandle(this);
        if (localHandle < 0) {
            session.end(Errors.of(AmqpError.RESOURCE_LIMIT_EXCEEDED, "no link handle is left in the peer's range"));
            return false;
        }
        reply.setSndSettleMode(remoteAttach.getSndSettleMode());
        reply.setRcvSettleMode(remoteAttach.getRcvSettleMode());
        complete(reply);
        if (!session.write(reply)) {
            session.end(Errors.of(
                    AmqpError.FRAME_SIZE_TOO_SMALL, "the answer to the attach exceeds the peer's maximum frame size"));
            return false;
        }
        return true;
    }

    private void complete(Attach attach) {
        attach.setName(name);
        attach.setRole(this instanceof SendingLink ? Role.SENDER : Role.RECEIVER);
        attach.setHandle(UnsignedInteger.valueOf(localHandle));
        prepare(attach);
    }

    /** An attach without the terminus on this side. */
    private Attach refusal() {
        Attach refusal = new Attach();
        if (this instanceof SendingLink) {
            refusal.setTarget(remoteAttach.getTarget());
        } else {
            refusal.setSource(remoteAttach.getSource());
        }
        return refusal;
    }

    final boolean detachSent() {
        return state == State.DETACH_SENT;
    }

    final boolean detachedWithError() {
        return detachedWithError;
    }

    final int remoteHandle() {
        return remoteHandle;
    }

    final int localHandle() {
        return localHandle;
    }

    final Output output() {
        return session.connection().output();
    }

    /** The settle mode that the sender of this link follows. */
    static SenderSettleMode senderMode(Attach attach) {
        return Objects.requireNonNullElse(attach.getSndSettleMode(), SenderSettleMode.MIXED);
    }

    static boolean settlesSecond(Attach attach) {
        return attach.getRcvSettleMode() == ReceiverSettleMode.SECOND;
    }

    /** The capability symbols that the peer desires, maybe none. */
    public final Symbol[] desiredCapabilities() {
        return Objects.requireNonNullElse(remoteAttach.getDesiredCapabilities(), new Symbol[0]);
    }

    /** The terminus that the peer provides according to its attach, null if none. */
    abstract Object remoteTerminus(Attach answer);

    /** Completes an attach about to be sent. */
    abstract void prepare(Attach attach);

    /** The link is attached. */
    abstract void opened();

    /** This side of the link is gone: nothing is sent on it any more. */
    abstract void released();

    abstract LinkHandler handler();
}
