package io.carrick.amqp.engine;

import static io.carrick.amqp.codec.ProtocolException.session;

import io.carrick.amqp.codec.DispositionFrame;
import io.carrick.amqp.codec.FlowFrame;
import io.carrick.amqp.codec.ProtocolException;
import io.carrick.amqp.codec.TransferFrame;
import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.UnsignedShort;
import org.apache.qpid.proton.amqp.transport.AmqpError;
import org.apache.qpid.proton.amqp.transport.Attach;
import org.apache.qpid.proton.amqp.transport.Begin;
import org.apache.qpid.proton.amqp.transport.ConnectionError;
import org.apache.qpid.proton.amqp.transport.DeliveryState;
import org.apache.qpid.proton.amqp.transport.Detach;
import org.apache.qpid.proton.amqp.transport.End;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;
import org.apache.qpid.proton.amqp.transport.FrameBody;
import org.apache.qpid.proton.amqp.transport.Role;
import org.apache.qpid.proton.amqp.transport.SessionError;

/** A session (part 2, section 2.5): its life, its links, and its transfer windows. Used by one thread at a time. */
public final class Session {
    private static final int OUTGOING_WINDOW = Integer.MAX_VALUE;

    private final Connection connection;
    private final int localChannel;
    private final SessionHandler handler;
    private final LinkTable links = new LinkTable();
    private final Deliveries deliveries;
    private final ArrayDeque<SendingLink> waitingForRoom = new ArrayDeque<>();
    private State state = State.BEGIN_SENT;
    private int remoteChannel = -1;
    private long peerHandleMax = UnsignedInteger.MAX_VALUE.longValue();
    private int nextIncomingId;
    private int incomingWindow;
    private int heldFrames;
    private int nextOutgoingId;
    private int remoteIncomingWindow;
    private boolean dispositionsPending;
    private boolean told;
    private ErrorCondition error;

    enum State {
        /** This side has begun, the peer has not. */
        BEGIN_SENT,
        BEGUN,
        /** This side has ended; what the peer sent before it knew is dropped. */
        END_SENT,
        ENDED
    }

    Session(Connection connection, int localChannel, SessionHandler handler) {
        this.connection = connection;
        this.localChannel = localChannel;
        this.handler = handler;
        deliveries = new Deliveries(connection.handler(), this::write);
        incomingWindow = connection.limits().incomingWindow();
    }

    public Connection connection() {
        return connection;
    }

    /**
     * Ends the session from this side; its links are lost at once. The handler is told when the peer has answered.
     *
     * @param reason null if nothing is wrong
     */
    public void end(ErrorCondition reason) {
        if (live()) {
            error = reason;
            deliveries.flush();
            loseLinks(State.END_SENT);
            writeEnd(reason);
        }
    }

    /** Why the session, or its connection, is over; null if it is not, or nothing is wrong. */
    public ErrorCondition error() {
        return error != null ? error : connection.error();
    }

    /** Ends the session for an error, which is told to the application without waiting for the peer. */
    void fail(ErrorCondition reason) {
        error = reason;
        if (connection.knows(this)) {
            end(reason);
        } else {
            state = State.ENDED;
        }
        tellEnded(reason);
    }

    /** The peer has ended the session, or answered its end. */
    void endReceived(End end) {
        if (live()) {
            error = end.getError();
            deliveries.flush();
            loseLinks(State.ENDED);
            writeEnd(null);
        }
        state = State.ENDED;
        tellEnded(end.getError());
    }

    /** The connection is over. */
    void lost() {
        if (live()) {
            loseLinks(State.ENDED);
        }
        state = State.ENDED;
        tellEnded(error());
    }

    private boolean live() {
        return state == State.BEGIN_SENT || state == State.BEGUN;
    }

    private void writeEnd(ErrorCondition reason) {
        End end = new End();
        end.setError(Errors.bounded(reason));
        write(end);
    }

    private void tellEnded(ErrorCondition reason) {
        if (!told) {
            told = true;
            handler.ended(reason);
        }
    }

    private void loseLinks(State next) {
        state = next;
        waitingForRoom.clear();
        links.drainAll().forEach(Link::lost);
        deliveries.clear();
    }

    /**
     * Keeps part of the incoming window closed: that many received frames still occupy memory. To be undone by {@link
     * #release}.
     */
    public void hold(int frames) {
        heldFrames += frames;
    }

    /** Undoes {@link #hold}. */
    public void release(int frames) {
        heldFrames -= frames;
        if (state == State.BEGUN) {
            replenish();
        }
    }

    /** Begins the session from this side. */
    void begin() {
        write(newBegin());
    }

    /** Answers the peer's begin. */
    void accept(int channel, Begin begin) {
        learn(channel, begin);
        state = State.BEGUN;
        Begin answer = newBegin();
        answer.setRemoteChannel(UnsignedShort.valueOf((short) channel));
        write(answer);
    }

    /** The peer has answered the begin of this side. */
    void begun(int channel, Begin begin) {
        learn(channel, begin);
        if (state == State.BEGIN_SENT) {
            state = State.BEGUN;
            handler.begun();
        }
    }

    private void learn(int channel, Begin begin) {
        remoteChannel = channel;
        nextIncomingId = begin.getNextOutgoingId().intValue();
        remoteIncomingWindow = window(begin.getIncomingWindow().longValue());
        if (begin.getHandleMax() != null) {
            peerHandleMax = begin.getHandleMax().longValue();
        }
    }

    private Begin newBegin() {
        Begin begin = new Begin();
        begin.setNextOutgoingId(UnsignedInteger.valueOf(nextOutgoingId));
        begin.setIncomingWindow(UnsignedInteger.valueOf(incomingWindow));
        begin.setOutgoingWindow(UnsignedInteger.valueOf(OUTGOING_WINDOW));
        begin.setHandleMax(UnsignedInteger.valueOf(connection.limits().handleMax()));
        return begin;
    }

    /** Whether the peer has not answered the begin of this side. */
    boolean awaitsBegin() {
        return remoteChannel < 0;
    }

    /** Whether links can be attached. */
    boolean ready() {
        return live();
    }

    /** Whether the peer has begun its half and neither side has ended. */
    public boolean begun() {
        return state == State.BEGUN;
    }

    /**
     * Attaches a link to send over.
     *
     * @param attach name, source, target, settle modes, capabilities and properties; role, handle and initial delivery
     *     count are filled in here. The name must be that of no link to send over that waits for its answer here
     * @param linkHandler told whether the peer accepts it; before this returns if it cannot be asked for
     */
    public SendingLink attachSender(Attach attach, SendingLinkHandler linkHandler) {
        requireNewName(attach.getName(), true);
        SendingLink link = new SendingLink(this, attach, linkHandler);
        if (link.request(attach)) {
            links.attaching(link);
        }
        return link;
    }

    /**
     * Attaches a link to receive over.
     *
     * @param attach name, source, target, settle modes, capabilities and properties, as for {@link #attachSender}. A
     *     maximum message size other than 0 is enforced: a larger message detaches the link
     * @param linkHandler told whether the peer accepts it; before this returns if it cannot be asked for
     */
    public ReceivingLink attachReceiver(Attach attach, ReceivingLinkHandler linkHandler) {
        requireNewName(attach.getName(), false);
        ReceivingLink link = new ReceivingLink(this, attach, linkHandler);
        if (link.request(attach)) {
            links.attaching(link);
        }
        return link;
    }

    private void requireNewName(String name, boolean sender) {
        if (name == null || links.attaching(name, sender)) {
            throw new IllegalArgumentException("a link needs a name of its own, which '" + name + "' is not");
        }
    }

    /** Handles a performative for this session. */
    void receive(Object performative, ByteBuf payload) throws ProtocolException {
        if (!live()) {
            return;
        }
        if (performative instanceof TransferFrame transfer) {
            transfer(transfer, payload);
        } else if (performative instanceof DispositionFrame disposition) {
            deliveries.disposed(disposition);
        } else if (performative instanceof FlowFrame flow) {
            flow(flow);
        } else if (performative instanceof Attach attach) {
            attach(attach);
        } else if (performative instanceof Detach detach) {
            detach(detach);
        } else {
            throw ProtocolException.connection(
                    AmqpError.ILLEGAL_STATE,
                    performative.getClass().getSimpleName() + " is not permitted on the channel of a session");
        }
    }

    private void transfer(TransferFrame transfer, ByteBuf payload) throws ProtocolException {
        if (incomingWindow == 0) {
            throw session(SessionError.WINDOW_VIOLATION, "transfer beyond the session's incoming window");
        }
        incomingWindow--;
        nextIncomingId++;
        Link link = attachedLink(transfer.handle());
        try {
            if (!(link instanceof ReceivingLink receiver)) {
                throw ProtocolException.link(
                        AmqpError.NOT_ALLOWED, "transfer by the receiver of link '" + link.name() + "'");
            }
            receiver.receive(transfer, payload);
        } catch (ProtocolException e) {
            failLink(link, e);
        }
        if (state == State.BEGUN) {
            replenish();
        }
    }

    private static void failLink(Link link, ProtocolException e) throws ProtocolException {
        if (e.endpoint() != ProtocolException.Endpoint.LINK) {
            throw e;
        }
        link.fail(e.error());
    }

    private void flow(FlowFrame flow) throws ProtocolException {
        if (flow.nextIncomingId() >= 0) {
            int seen = (int) flow.nextIncomingId();
            if (SerialNumber.compare(seen, nextOutgoingId) > 0) {
                throw session(
                        SessionError.WINDOW_VIOLATION,
                        "flow with next-incoming-id " + flow.nextIncomingId() + " beyond what was sent");
            }
            remoteIncomingWindow = window(flow.incomingWindow() - (nextOutgoingId - seen));
        } else {
            remoteIncomingWindow = window(flow.incomingWindow() - nextOutgoingId);
        }
        if (flow.handle() >= 0) {
            Link link = attachedLink(flow.handle());
            if (link instanceof ReceivingLink receiver) {
                receiver.flow(flow);
            } else if (!link.detachSent()) {
                ((SendingLink) link).flow(flow);
            }
        } else if (flow.echo()) {
            write(sessionFlow());
        }
        roomAvailable();
    }

    private static int window(long frames) {
        return (int) Math.max(0, Math.min(Integer.MAX_VALUE, frames));
    }

    private void attach(Attach attach) throws ProtocolException {
        long handle = attach.getHandle().longValue();
        if (handle > connection.limits().handleMax()) {
            throw ProtocolException.connection(
                    ConnectionError.FRAMING_ERROR,
                    "handle " + handle + " exceeds the handle-max of "
                            + connection.limits().handleMax());
        }
        Link present = links.remote(handle);
        if (present != null) {
            boolean errant = present.detachSent() && present.detachedWithError();
            throw session(
                    errant ? SessionError.ERRANT_LINK : SessionError.HANDLE_IN_USE,
                    "attach of link '" + attach.getName() + "' to handle " + handle + ", which link '" + present.name()
                            + "' holds");
        }
        boolean receives = attach.getRole() == Role.RECEIVER;
        Link answered = links.takeAttaching(attach.getName(), receives);
        if (answered != null) {
            links.connect((int) handle, answered);
            answered.answered(attach);
        } else if (receives) {
            SendingLink link = new SendingLink(this, attach);
            links.connect((int) handle, link);
            connection.handler().attached(link);
        } else {
            ReceivingLink link = new ReceivingLink(this, attach);
            links.connect((int) handle, link);
            connection.handler().attached(link);
        }
    }

    private void detach(Detach detach) throws ProtocolException {
        Link link = attachedLink(detach.getHandle().longValue());
        links.disconnect(link);
        link.detachReceived(detach);
    }

    private Link attachedLink(long handle) throws ProtocolException {
        Link link = links.remote(handle);
        if (link == null) {
            throw session(SessionError.UNATTACHED_HANDLE, "no link is attached to handle " + handle);
        }
        return link;
    }

    /** The lowest free handle of this side, or -1 if the peer allows none. */
    int allocateHandle(Link link) {
        return links.allocate(link, peerHandleMax);
    }

    /** The link uses its handle no more. */
    void released(Link link) {
        if (live()) {
            links.release(link);
            if (link instanceof SendingLink sender) {
                deliveries.forget(sender);
            }
        }
    }

    Deliveries deliveries() {
        return deliveries;
    }

    /** Answers the sender of a delivery, joined with other answers. */
    void answered(IncomingDelivery delivery) {
        deliveries.answered(delivery);
        dispositionsPending();
    }

    void settled(OutgoingDelivery delivery, DeliveryState outcome) {
        if (live() && deliveries.settled(delivery, outcome)) {
            dispositionsPending();
        }
    }

    private void dispositionsPending() {
        if (!dispositionsPending) {
            dispositionsPending = true;
            connection.dispositionsPending(this);
        }
    }

    boolean canSend() {
        return remoteIncomingWindow > 0
                && state == State.BEGUN
                && connection.output().writable();
    }

    /** A transfer frame has been sent. */
    void sent() {
        nextOutgoingId++;
        remoteIncomingWindow--;
        connection.wrote();
    }

    void awaitRoom(SendingLink link) {
        waitingForRoom.add(link);
    }

    /** Lets the links that wait go on, each once. */
    void roomAvailable() {
        for (int n = waitingForRoom.size(); n > 0 && canSend(); n--) {
            waitingForRoom.poll().roomAvailable();
        }
    }

    private void replenish() {
        int limit = connection.limits().incomingWindow();
        int open = limit - heldFrames;
        if (incomingWindow < open - limit / 2) {
            incomingWindow = open;
            write(sessionFlow());
        }
    }

    private FlowFrame sessionFlow() {
        return FlowFrame.session(
                SerialNumber.unsigned(nextIncomingId),
                incomingWindow,
                SerialNumber.unsigned(nextOutgoingId),
                OUTGOING_WINDOW);
    }

    void writeLinkFlow(int handle, long deliveryCount, int credit, boolean drain) {
        connection.write(localChannel, sessionFlow().link(handle, deliveryCount, credit, drain));
    }

    /**
     * Writes the dispositions that wait to be joined with others. To be called before something is sent that depends on
     * them, as the discharge of a transaction does; otherwise {@link Connection#flush} does it.
     */
    public void flushDispositions() {
        deliveries.flush();
    }

    /** The batch of calls is over in which dispositions were joined. */
    void flushJoined() {
        dispositionsPending = false;
        deliveries.flush();
    }

    /** False if it exceeds the peer's maximum frame size; then nothing is written. */
    boolean write(FrameBody performative) {
        return connection.write(localChannel, performative);
    }

    private void write(FlowFrame flow) {
        connection.write(localChannel, flow);
    }

    private void write(DispositionFrame disposition) {
        connection.write(localChannel, disposition);
    }

    int localChannel() {
        return localChannel;
    }

    int remoteChannel() {
        return remoteChannel;
    }
}
