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
    private final Attach remoteAttach;
    private final int remoteHandle;
    private int localHandle = -1;
    private State state = State.ATTACHING;
    private boolean detachedWithError;
    private boolean detachArrived;
    private boolean detachArrivedClosed;

    enum State {
        /** The peer has attached, the application has not answered. */
        ATTACHING,
        ATTACHED,
        /** The peer has detached, the application has not answered. */
        DETACH_RECEIVED,
        /** This side has detached, the peer has not answered; what it sent before it knew is dropped. */
        DETACH_SENT,
        DETACHED
    }

    Link(Session session, Attach remoteAttach) {
        this.session = session;
        this.remoteAttach = remoteAttach;
        this.remoteHandle = remoteAttach.getHandle().intValue();
    }

    public Session session() {
        return session;
    }

    public String name() {
        return remoteAttach.getName();
    }

    /** What the peer asked for; not to be changed. */
    public Attach remoteAttach() {
        return remoteAttach;
    }

    public boolean attached() {
        return state == State.ATTACHED;
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
            handler().detached(detachArrivedClosed);
        } else {
            opened();
        }
    }

    /** Answers the peer's attach with none: an attach without the terminus, and a closing detach with the error. */
    public final void refuse(ErrorCondition error) {
        if (state == State.ATTACHING && sendAttach(refusal())) {
            state = detachArrived ? State.DETACH_RECEIVED : State.ATTACHED;
            detach(true, error);
        }
    }

    /**
     * Detaches, or answers the peer's detach.
     *
     * @param closed whether the link ends for good
     * @param error null if nothing is wrong
     */
    public final void detach(boolean closed, ErrorCondition error) {
        if (state != State.ATTACHED && state != State.DETACH_RECEIVED) {
            return;
        }
        Detach detach = new Detach();
        detach.setHandle(UnsignedInteger.valueOf(localHandle));
        detach.setClosed(closed);
        detach.setError(Errors.bounded(error));
        session.flushDispositions();
        session.write(detach);
        detachedWithError = error != null;
        state = state == State.ATTACHED ? State.DETACH_SENT : State.DETACHED;
        released();
        session.released(this);
    }

    /** Ends the link for a violation by the peer, and tells the application. */
    final void fail(ErrorCondition error) {
        if (state == State.ATTACHING) {
            refuse(error);
        } else {
            detach(true, error);
        }
        handler().detached(false);
    }

    /** The peer's detach has come; its handle is free from now on. */
    final void detachReceived(Detach detach) {
        switch (state) {
            case ATTACHING -> {
                detachArrived = true;
                detachArrivedClosed = detach.getClosed();
            }
            case ATTACHED -> {
                state = State.DETACH_RECEIVED;
                handler().detached(detach.getClosed());
            }
            default -> state = State.DETACHED;
        }
    }

    /** The session is gone. */
    final void lost() {
        boolean live = state == State.ATTACHED || state == State.ATTACHING;
        state = State.DETACHED;
        released();
        if (live) {
            handler().detached(false);
        }
    }

    private boolean sendAttach(Attach reply) {
        reply.setName(remoteAttach.getName());
        reply.setRole(this instanceof SendingLink ? Role.SENDER : Role.RECEIVER);
        reply.setSndSettleMode(remoteAttach.getSndSettleMode());
        reply.setRcvSettleMode(remoteAttach.getRcvSettleMode());
        localHandle = session.allocateHandle(this);
        if (localHandle < 0) {
            session.end(Errors.of(AmqpError.RESOURCE_LIMIT_EXCEEDED, "no link handle is left in the peer's range"));
            return false;
        }
        reply.setHandle(UnsignedInteger.valueOf(localHandle));
        prepare(reply);
        if (!session.write(reply)) {
            session.end(Errors.of(
                    AmqpError.FRAME_SIZE_TOO_SMALL, "the answer to the attach exceeds the peer's maximum frame size"));
            return false;
        }
        return true;
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

    /** Completes an attach about to be sent. */
    abstract void prepare(Attach reply);

    /** The link is attached. */
    abstract void opened();

    /** This side of the link is gone: nothing is sent on it any more. */
    abstract void released();

    abstract LinkHandler handler();
}
