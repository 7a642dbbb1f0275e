package io.carrick.amqp.engine;

import static io.carrick.amqp.codec.ProtocolException.connection;

import io.carrick.amqp.codec.DispositionFrame;
import io.carrick.amqp.codec.FlowFrame;
import io.carrick.amqp.codec.FrameHeader;
import io.carrick.amqp.codec.PerformativeReader;
import io.carrick.amqp.codec.PerformativeWriter;
import io.carrick.amqp.codec.ProtocolException;
import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.UnsignedShort;
import org.apache.qpid.proton.amqp.transport.AmqpError;
import org.apache.qpid.proton.amqp.transport.Begin;
import org.apache.qpid.proton.amqp.transport.Close;
import org.apache.qpid.proton.amqp.transport.ConnectionError;
import org.apache.qpid.proton.amqp.transport.End;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;
import org.apache.qpid.proton.amqp.transport.FrameBody;
import org.apache.qpid.proton.amqp.transport.Open;

/**
 * One side of an AMQP connection (part 2, section 2.4), from behind the protocol header on. The side that calls {@link
 * #open} first is the client, the one that waits for the peer's open is the server. From then on they differ only in
 * that it is the client that begins sessions. Used by one thread at a time.
 */
public final class Connection {
    /** How large a frame may be before open frames are exchanged; some clients exceed the 512 of the specification. */
    public static final int FRAME_SIZE_MAX_BEFORE_OPEN = 4096;

    private static final long CLOSE_TIMEOUT_MILLIS = 5_000;
    private static final int FRAME_BYTES_HINT = 512;
    /** In the properties of an open: it will be followed by a close with the error. */
    private static final Symbol ESTABLISHMENT_FAILED = Symbol.valueOf("amqp:connection-establishment-failed");

    private final String containerId;
    private final ConnectionLimits limits;
    private final Output output;
    private final ConnectionHandler handler;
    private final IdleTimer idle;
    private final Channels channels = new Channels();
    private final ArrayDeque<Session> withDispositions = new ArrayDeque<>();
    private State state = State.AWAITING_OPEN;
    private Open remoteOpen;
    private PeerLimits peer = PeerLimits.BEFORE_OPEN;
    private ErrorCondition error;
    private boolean client;
    private boolean closedByPeer;
    private boolean vanished;
    private boolean wrote;
    private boolean over;
    private long closeSentMillis;
    private long nowMillis;

    enum State {
        AWAITING_OPEN,
        /** The peer's open waits for the application's answer. */
        OPENING,
        /** This side has sent its open first. */
        OPEN_SENT,
        /** The peer's open has announced its close. */
        REFUSED,
        OPEN,
        /** This side has closed; only the peer's close is of interest. */
        CLOSE_SENT,
        CLOSED
    }

    /**
     * A connection over which protocol headers have just been exchanged.
     *
     * @param containerId of this side
     * @param nowMillis of the clock that {@link #receive} uses
     */
    public Connection(
            String containerId, ConnectionLimits limits, Output output, ConnectionHandler handler, long nowMillis) {
        this.containerId = containerId;
        this.limits = limits;
        this.output = output;
        this.handler = handler;
        this.nowMillis = nowMillis;
        idle = new IdleTimer(limits.idleTimeoutMillis());
        idle.start(nowMillis);
    }

    /**
     * Handles the complete frames at the reader index; stops at a partial frame, and while the open is not answered.
     *
     * @param now milliseconds of a monotonic clock
     */
    public void receive(ByteBuf in, long now) {
        nowMillis = now;
        idle.read(now);
        try {
            while (receiveFrame(in)) {}
        } catch (ProtocolException e) {
            in.skipBytes(in.readableBytes());
            close(e.error());
        }
        if (state == State.CLOSED) {
            in.skipBytes(in.readableBytes());
        }
    }

    /** Whether nothing more is read until the application has answered the peer's open. */
    public boolean paused() {
        return state == State.OPENING;
    }

    private boolean receiveFrame(ByteBuf in) throws ProtocolException {
        if (state == State.OPENING || state == State.CLOSED) {
            return false;
        }
        FrameHeader header = FrameHeader.peek(in, FrameHeader.AMQP, frameSizeMax());
        if (header == null || in.readableBytes() < header.size()) {
            return false;
        }
        int allBytesEnd = in.writerIndex();
        int start = in.readerIndex();
        int end = start + header.size();
        in.readerIndex(start + header.bodyOffset());
        in.writerIndex(end);
        try {
            if (in.isReadable()) {
                receive(header.channel(), PerformativeReader.read(in), in);
            }
        } finally {
            in.writerIndex(allBytesEnd);
            in.readerIndex(end);
        }
        return true;
    }

    private int frameSizeMax() {
        boolean advertised = remoteOpen != null || state == State.OPEN_SENT;
        return advertised ? limits.frameSizeMax() : FRAME_SIZE_MAX_BEFORE_OPEN;
    }

    private void receive(int channel, Object performative, ByteBuf payload) throws ProtocolException {
        switch (state) {
            case AWAITING_OPEN -> openReceived(channel, performative, State.OPENING);
            case OPEN_SENT -> answered(channel, performative);
            case OPEN -> opened(channel, performative, payload);
            default -> {
                if (performative instanceof Close close) {
                    closeReceived(close);
                }
            }
        }
    }

    private void answered(int channel, Object performative) throws ProtocolException {
        if (performative instanceof Close close) {
            // Illegal before an open, but why the peer refuses matters more.
            closeReceived(close);
        } else {
            openReceived(channel, performative, announcesClose(performative) ? State.REFUSED : State.OPEN);
        }
    }

    private static boolean announcesClose(Object performative) {
        return performative instanceof Open open
                && open.getProperties() != null
                && Boolean.TRUE.equals(open.getProperties().get(ESTABLISHMENT_FAILED));
    }

    private void openReceived(int channel, Object performative, State next) throws ProtocolException {
        if (!(performative instanceof Open open)) {
            throw connection(AmqpError.ILLEGAL_STATE, "the first frame of a connection must be an open");
        }
        if (channel != 0) {
            throw connection(AmqpError.NOT_ALLOWED, "open on channel " + channel + ", only channel 0 is allowed");
        }
        peer = PeerLimits.of(open, limits.frameSizeMax());
        idle.peerTimeout(peer.idleTimeoutMillis());
        remoteOpen = open;
        state = next;
        if (next != State.REFUSED) {
            handler.opened(open);
        }
    }

    /**
     * Sends this side's open: as the client, before anything came from the peer, or in answer to the peer's. Does
     * nothing if it is sent already or the connection is over.
     *
     * @param open host name, capabilities and properties; container id and limits are filled in here
     */
    public void open(Open open) {
        if (state == State.AWAITING_OPEN) {
            sendOpen(open);
            client = true;
            state = State.OPEN_SENT;
        } else if (state == State.OPENING) {
            sendOpen(open);
            state = State.OPEN;
        }
    }

    /** Answers the peer's open with {@code reply} followed by a close with the error. */
    public void refuse(Open reply, ErrorCondition reason) {
        if (state == State.OPENING) {
            sendOpen(reply);
            state = State.OPEN;
            close(reason);
        }
    }

    private void sendOpen(Open open) {
        open.setContainerId(containerId);
        open.setMaxFrameSize(UnsignedInteger.valueOf(limits.frameSizeMax()));
        open.setChannelMax(UnsignedShort.valueOf((short) limits.channelMax()));
        if (limits.idleTimeoutMillis() > 0) {
            // Half of what this side waits: section 2.4.5 leaves the margin to the side that advertises.
            open.setIdleTimeOut(UnsignedInteger.valueOf(Math.max(1, limits.idleTimeoutMillis() / 2)));
        }
        write(0, open);
    }

    private void opened(int channel, Object performative, ByteBuf payload) throws ProtocolException {
        if (performative instanceof Close close) {
            closeReceived(close);
        } else if (performative instanceof Open) {
            throw connection(AmqpError.ILLEGAL_STATE, "second open on a connection");
        } else if (performative instanceof Begin begin) {
            begin(channel, begin);
        } else {
            sessionFrame(channel, performative, payload);
        }
    }

    private void begin(int channel, Begin begin) throws ProtocolException {
        if (channel > limits.channelMax()) {
            throw connection(
                    ConnectionError.FRAMING_ERROR,
                    "channel " + channel + " exceeds the channel-max of " + limits.channelMax());
        }
        if (channels.remote(channel) != null) {
            throw connection(AmqpError.ILLEGAL_STATE, "begin on channel " + channel + ", which has a session already");
        }
        if (begin.getRemoteChannel() != null) {
            begun(channel, begin);
            return;
        }
        if (client) {
            throw connection(AmqpError.NOT_IMPLEMENTED, "begin by the server: sessions are begun by the client here");
        }
        Session session = new Session(this, channels.free(), UnheardSession.INSTANCE);
        if (session.localChannel() > peer.channelMax()) {
            throw connection(
                    AmqpError.RESOURCE_LIMIT_EXCEEDED, "the peer's channel-max leaves no channel for the session");
        }
        channels.add(session);
        channels.connect(channel, session);
        session.accept(channel, begin);
    }

    private void begun(int channel, Begin begin) throws ProtocolException {
        Session session = channels.local(begin.getRemoteChannel().intValue());
        if (session == null || !session.awaitsBegin()) {
            throw connection(
                    AmqpError.INVALID_FIELD,
                    "begin answers a session on channel " + begin.getRemoteChannel() + " that was never begun");
        }
        channels.connect(channel, session);
        session.begun(channel, begin);
    }

    /**
     * Begins a session.
     *
     * @param sessionHandler told when the peer has begun its half; links may be attached without waiting for it. If the
     *     connection is not open or the peer allows no further session, it is told before this returns
     */
    public Session beginSession(SessionHandler sessionHandler) {
        Session session = new Session(this, channels.free(), sessionHandler);
        if (state != State.OPEN || over) {
            session.fail(error != null ? error : Errors.of(AmqpError.ILLEGAL_STATE, "the connection is not open"));
        } else if (session.localChannel() > peer.channelMax()) {
            session.fail(Errors.of(
                    AmqpError.RESOURCE_LIMIT_EXCEEDED,
                    "the peer's channel-max of " + peer.channelMax() + " leaves no channel for another session"));
        } else {
            channels.add(session);
            session.begin();
        }
        return session;
    }

    private void sessionFrame(int channel, Object performative, ByteBuf payload) throws ProtocolException {
        Session session = channels.remote(channel);
        if (session == null) {
            throw connection(AmqpError.ILLEGAL_STATE, "frame on channel " + channel + ", where no session has begun");
        }
        if (performative instanceof End end) {
            session.endReceived(end);
            channels.remove(session);
            return;
        }
        try {
            session.receive(performative, payload);
        } catch (ProtocolException e) {
            if (e.endpoint() == ProtocolException.Endpoint.CONNECTION) {
                throw e;
            }
            session.fail(e.error());
        }
    }

    private void closeReceived(Close close) {
        if (state != State.CLOSE_SENT) {
            error = close.getError();
            closedByPeer = true;
            terminate();
            write(0, new Close());
        }
        closed();
    }

    private void closed() {
        state = State.CLOSED;
        terminate();
        output.close();
    }

    /**
     * Closes the connection from this side; sessions and links are lost at once, and the handler is told. The output is
     * closed when the peer has answered, or after a while without answer.
     *
     * @param reason null if nothing is wrong
     */
    public void close(ErrorCondition reason) {
        if (over) {
            return;
        }
        error = reason;
        if (state == State.AWAITING_OPEN || state == State.OPENING) {
            sendOpen(new Open());
        }
        terminate();
        Close close = new Close();
        close.setError(Errors.bounded(reason));
        write(0, close);
        state = State.CLOSE_SENT;
        closeSentMillis = nowMillis;
    }

    /** The transport is gone. */
    public void lost() {
        vanished |= !over;
        state = State.CLOSED;
        terminate();
    }

    private void terminate() {
        if (!over) {
            over = true;
            channels.forEach(session -> {
                session.flushDispositions();
                session.lost();
            });
            handler.closed();
        }
    }

    /**
     * Writes what was held back to be joined: dispositions. To be called after each batch of calls to the engine, and
     * before the bytes are flushed.
     */
    public void flush(long now) {
        nowMillis = now;
        while (!withDispositions.isEmpty()) {
            withDispositions.poll().flushJoined();
        }
        if (wrote) {
            wrote = false;
            idle.wrote(now);
        }
    }

    /** The output is writable again. */
    public void writable() {
        if (!over) {
            channels.forEach(Session::roomAvailable);
        }
    }

    /**
     * Does what the passing of time asks for.
     *
     * @return milliseconds after which it should be called again
     */
    public long tick(long now) {
        nowMillis = now;
        if (state == State.CLOSE_SENT) {
            if (now - closeSentMillis >= CLOSE_TIMEOUT_MILLIS) {
                closed();
            }
            return CLOSE_TIMEOUT_MILLIS;
        }
        if (state == State.CLOSED) {
            return Long.MAX_VALUE;
        }
        if (idle.peerSilent(now)) {
            vanished = !over;
            close(Errors.of(AmqpError.RESOURCE_LIMIT_EXCEEDED, "nothing was received within the idle time-out"));
            output.close();
            return CLOSE_TIMEOUT_MILLIS;
        }
        if (state == State.OPEN && idle.heartbeatDue(now)) {
            PerformativeWriter.writeEmpty(output.buffer(FrameHeader.BYTES));
            idle.wrote(now);
        }
        return idle.nextCheckMillis(now);
    }

    /** Number of sessions; may be called from any thread. */
    public int sessions() {
        return channels.count();
    }

    /** What the peer sent in its open, null before. */
    public Open remoteOpen() {
        return remoteOpen;
    }

    /**
     * Why the connection is over: what the peer's close carried, or the close of this side, as it does for a violation
     * by the peer. Null for a close without error, for a lost transport, and before the end.
     */
    public ErrorCondition error() {
        return error;
    }

    /** Whether the peer went without a word: the transport was lost, or nothing came within the idle time-out. */
    public boolean vanished() {
        return vanished;
    }

    /** Whether it was the peer that closed the connection, or refused it. */
    public boolean closedByPeer() {
        return closedByPeer;
    }

    /** Whether the session holds a channel, so that the peer has heard of it. */
    boolean knows(Session session) {
        return channels.local(session.localChannel()) == session;
    }

    /** The session has dispositions that may be joined with others until the next flush. */
    void dispositionsPending(Session session) {
        withDispositions.add(session);
        output.scheduleFlush();
    }

    /** False if it exceeds the peer's maximum frame size; then nothing is written. */
    boolean write(int channel, FrameBody performative) {
        ByteBuf out = output.buffer(FRAME_BYTES_HINT);
        int start = out.writerIndex();
        PerformativeWriter.write(out, channel, performative);
        if (out.writerIndex() - start > peer.frameSizeMax() && state == State.OPEN) {
            out.writerIndex(start);
            return false;
        }
        wrote = true;
        return true;
    }

    void write(int channel, FlowFrame flow) {
        PerformativeWriter.write(output.buffer(FRAME_BYTES_HINT), channel, flow);
        wrote = true;
    }

    void write(int channel, DispositionFrame disposition) {
        PerformativeWriter.write(output.buffer(FRAME_BYTES_HINT), channel, disposition);
        wrote = true;
    }

    ConnectionLimits limits() {
        return limits;
    }

    Output output() {
        return output;
    }

    ConnectionHandler handler() {
        return handler;
    }

    void wrote() {
        wrote = true;
    }

    /** Largest frame that is sent to the peer, bytes. */
    public int peerFrameSizeMax() {
        return peer.frameSizeMax();
    }
}
