package io.carrick.amqp.engine;

import static io.carrick.amqp.codec.ProtocolException.session;

import io.carrick.amqp.codec.DispositionFrame;
import io.carrick.amqp.codec.FlowFrame;
import io.carrick.amqp.codec.ProtocolException;
import io.carrick.amqp.codec.TransferFrame;
import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
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

/** A session (part 2, section 2.5): links by their handles, transfer windows, and the deliveries not yet settled. */
public final class Session {
    private static final int OUTGOING_WINDOW = Integer.MAX_VALUE;

    private final Connection connection;
    private final int localChannel;
    private final int remoteChannel;
    private final long peerHandleMax;
    private final IntTable<Link> linksByRemoteHandle = new IntTable<>();
    private final IntTable<Link> linksByLocalHandle = new IntTable<>();
    private final IntTable<IncomingDelivery> incoming = new IntTable<>();
    private final IntTable<OutgoingDelivery> outgoing = new IntTable<>();
    private final ArrayDeque<SendingLink> waitingForRoom = new ArrayDeque<>();
    private final DispositionBatch receiverDispositions = new DispositionBatch(true, this::write);
    private final DispositionBatch senderDispositions = new DispositionBatch(false, this::write);
    private int nextIncomingId;
    private int incomingWindow;
    private int heldFrames;
    private int nextOutgoingId;
    private int nextDeliveryId;
    private int remoteIncomingWindow;
    private boolean ended;

    Session(Connection connection, int localChannel, int remoteChannel, Begin begin) {
        this.connection = connection;
        this.localChannel = localChannel;
        this.remoteChannel = remoteChannel;
        nextIncomingId = begin.getNextOutgoingId().intValue();
        remoteIncomingWindow = window(begin.getIncomingWindow().longValue());
        peerHandleMax = begin.getHandleMax() == null
                ? UnsignedInteger.MAX_VALUE.longValue()
                : begin.getHandleMax().longValue();
        incomingWindow = connection.limits().incomingWindow();
    }

    public Connection connection() {
        return connection;
    }

    /** Ends the session from this side; its links are lost. */
    public void end(ErrorCondition error) {
        if (!ended) {
            flushDispositions();
            lost();
            End end = new End();
            end.setError(Errors.bounded(error));
            write(end);
        }
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
        if (!ended) {
            replenish();
        }
    }

    void begin() {
        Begin begin = new Begin();
        begin.setRemoteChannel(UnsignedShort.valueOf((short) remoteChannel));
        begin.setNextOutgoingId(UnsignedInteger.valueOf(nextOutgoingId));
        begin.setIncomingWindow(UnsignedInteger.valueOf(incomingWindow));
        begin.setOutgoingWindow(UnsignedInteger.valueOf(OUTGOING_WINDOW));
        begin.setHandleMax(UnsignedInteger.valueOf(connection.limits().handleMax()));
        write(begin);
    }

    /** Handles a performative for this session. */
    void receive(Object performative, ByteBuf payload) throws ProtocolException {
        if (ended) {
            return;
        }
        if (performative instanceof TransferFrame transfer) {
            transfer(transfer, payload);
        } else if (performative instanceof DispositionFrame disposition) {
            disposition(disposition);
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
        if (!ended) {
            replenish();
        }
    }

    private static void failLink(Link link, ProtocolException e) throws ProtocolException {
        if (e.endpoint() != ProtocolException.Endpoint.LINK) {
            throw e;
        }
        link.fail(e.error());
    }

    private void disposition(DispositionFrame frame) throws ProtocolException {
        int first = (int) frame.first();
        int last = (int) frame.last();
        if (SerialNumber.compare(last, first) < 0) {
            throw session(
                    AmqpError.INVALID_FIELD,
                    "disposition of deliveries " + frame.first() + " to " + frame.last() + ", which is no range");
        }
        if (frame.fromReceiver()) {
            receiverDisposed(inRange(outgoing, first, last), frame);
        } else {
            inRange(incoming, first, last).forEach(delivery -> senderDisposed(delivery, frame));
        }
    }

    private void receiverDisposed(List<OutgoingDelivery> deliveries, DispositionFrame frame) {
        for (OutgoingDelivery delivery : deliveries) {
            delivery.disposed(frame.state(), frame.settled());
            if (frame.settled()) {
                outgoing.remove(delivery.id());
            }
        }
        if (!deliveries.isEmpty()) {
            connection.handler().disposition(deliveries, frame.state(), frame.settled());
        }
    }

    private void senderDisposed(IncomingDelivery delivery, DispositionFrame frame) {
        if (frame.state() != null) {
            delivery.remoteState(frame.state());
        }
        if (frame.settled()) {
            delivery.settledRemotely();
            incoming.remove(delivery.id());
        }
    }

    /** The unsettled deliveries of a range of ids in order, at a cost bounded by their number. */
    private static <V> List<V> inRange(IntTable<V> unsettled, int first, int last) {
        int distance = last - first;
        List<V> found = new ArrayList<>(Math.min(distance + 1, unsettled.size()));
        if (distance <= 2 * unsettled.size()) {
            for (int i = 0; i <= distance; i++) {
                V delivery = unsettled.get(first + i);
                if (delivery != null) {
                    found.add(delivery);
                }
            }
            return found;
        }
        Arrays.stream(unsettled.keys())
                .filter(id -> id - first >= 0 && last - id >= 0)
                .boxed()
                .sorted(Comparator.comparingInt(id -> id - first))
                .forEach(id -> found.add(unsettled.get(id)));
        return found;
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
        Link present = linksByRemoteHandle.get((int) handle);
        if (present != null) {
            boolean errant = present.detachSent() && present.detachedWithError();
            throw session(
                    errant ? SessionError.ERRANT_LINK : SessionError.HANDLE_IN_USE,
                    "attach of link '" + attach.getName() + "' to handle " + handle + ", which link '" + present.name()
                            + "' holds");
        }
        if (attach.getRole() == Role.SENDER) {
            ReceivingLink link = new ReceivingLink(this, attach);
            linksByRemoteHandle.put((int) handle, link);
            connection.handler().attached(link);
        } else {
            SendingLink link = new SendingLink(this, attach);
            linksByRemoteHandle.put((int) handle, link);
            connection.handler().attached(link);
        }
    }

    private void detach(Detach detach) throws ProtocolException {
        Link link = attachedLink(detach.getHandle().longValue());
        linksByRemoteHandle.remove(link.remoteHandle());
        link.detachReceived(detach);
    }

    private Link attachedLink(long handle) throws ProtocolException {
        Link link = linksByRemoteHandle.get((int) handle);
        if (link == null) {
            throw session(SessionError.UNATTACHED_HANDLE, "no link is attached to handle " + handle);
        }
        return link;
    }

    /** The lowest free handle of this side, or -1 if the peer allows none. */
    int allocateHandle(Link link) {
        for (int handle = 0; handle <= linksByLocalHandle.size(); handle++) {
            if (linksByLocalHandle.get(handle) == null && handle <= peerHandleMax) {
                linksByLocalHandle.put(handle, link);
                return handle;
            }
        }
        return -1;
    }

    /** The link uses its handle no more. */
    void released(Link link) {
        linksByLocalHandle.remove(link.localHandle());
    }

    void remember(IncomingDelivery delivery) throws ProtocolException {
        if (incoming.get(delivery.id()) != null) {
            throw session(
                    AmqpError.INVALID_FIELD,
                    "delivery-id " + SerialNumber.unsigned(delivery.id()) + " is in use by an unsettled delivery");
        }
        incoming.put(delivery.id(), delivery);
    }

    void forget(IncomingDelivery delivery) {
        incoming.remove(delivery.id());
    }

    void answered(IncomingDelivery delivery) {
        receiverDispositions.add(delivery.id(), delivery.outcome(), delivery.settled());
        connection.output().scheduleFlush();
        if (delivery.settled()) {
            incoming.remove(delivery.id());
        }
    }

    int nextDeliveryId() {
        return nextDeliveryId++;
    }

    void remember(OutgoingDelivery delivery) {
        outgoing.put(delivery.id(), delivery);
    }

    void settled(OutgoingDelivery delivery, DeliveryState state) {
        if (outgoing.remove(delivery.id()) != null) {
            senderDispositions.add(delivery.id(), state, true);
            connection.output().scheduleFlush();
        }
    }

    /** Drops the unsettled deliveries of a link that is gone. */
    void forget(SendingLink link) {
        outgoing.forEach(delivery -> {
            if (delivery.link() == link) {
                outgoing.remove(delivery.id());
            }
        });
    }

    boolean canSend() {
        return remoteIncomingWindow > 0 && !ended && connection.output().writable();
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

    void flushDispositions() {
        receiverDispositions.flush();
        senderDispositions.flush();
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

    /** The session is over: its links are told. */
    void lost() {
        if (ended) {
            return;
        }
        ended = true;
        waitingForRoom.clear();
        incoming.clear();
        outgoing.clear();
        List<Link> links = new ArrayList<>();
        linksByRemoteHandle.forEach(links::add);
        linksByLocalHandle.forEach(link -> {
            if (!links.contains(link)) {
                links.add(link);
            }
        });
        links.forEach(Link::lost);
    }

    boolean ended() {
        return ended;
    }

    int localChannel() {
        return localChannel;
    }

    int remoteChannel() {
        return remoteChannel;
    }
}
