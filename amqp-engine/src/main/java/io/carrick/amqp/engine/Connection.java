package io.carrick.amqp.engine;

import static io.carrick.amqp.codec.ProtocolException.connection;

import io.carrick.amqp.codec.DispositionFrame;
import io.carrick.amqp.codec.FlowFrame;
import io.carrick.amqp.codec.FrameHeader;
import io.carrick.amqp.codec.PerformativeReader;
import io.carrick.amqp.codec.PerformativeWriter;
import io.carrick.amqp.codec.ProtocolException;
import io.netty.buffer.ByteBuf;
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

/** The server's side of an AMQP connection (part 2, section 2.4), from behind the protocol header on. */
public final class Connection {
    /** How large a frame may be before open frames are exchanged; some clients exceed the 512 of the specification. */
    public static final int FRAME_SIZE_MAX_BEFORE_OPEN = 4096;

    private static final long CLOSE_TIMEOUT_MILLIS = 5_000;
    private static final long PEER_IDLE_TIMEOUT_MIN_MILLIS = 10;
    private static final int FRAME_BYTES_HINT = 512;

    private final String containerId;
    private final ConnectionLimits limits;
    private final Output output;
    private final ConnectionHandler handler;
    private final IdleTimer idle;
    private final IntTable<Session> sessionsByRemoteChannel = new IntTable<>();
    private final IntTable<Session> sessionsByLocalChannel = new IntTable<>();
    private State state = State.AWAITING_OPEN;
    private Open remoteOpen;
    private int peerFrameSizeMax = ConnectionLimits.FRAME_SIZE_FLOOR;
    private int peerChannelMax = 0xffff;
    private boolean wrote;
    private boolean over;
    private long closeSentMillis;
    private long nowMillis;

    enum State {
        AWAITING_OPEN,
        /** The peer's open waits for the application's answer. */
        OPENING,
        OPEN,
        /** This side has closed; only the peer's close is of interest. */
        CLOSE_SENT,
        CLOSED
    }

    /**
     * A connection whose peer has just sent the protocol header.
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
        return remoteOpen == null ? FRAME_SIZE_MAX_BEFORE_OPEN : limits.frameSizeMax();
    }

    private void receive(int channel, Object performative, ByteBuf payload) throws ProtocolException {
        switch (state) {
            case AWAITING_OPEN -> opening(channel, performative);
            case OPEN -> opened(channel, performative, payload);
            default -> {
                if (performative instanceof Close) {
                    closed();
                }
            }
        }
    }

    private void opening(int channel, Object performative) throws ProtocolException {
        if (!(performative instanceof Open open)) {
            throw connection(AmqpError.ILLEGAL_STATE, "the first frame of a connection must be an open");
        }
        if (channel != 0) {
            throw connection(AmqpError.NOT_ALLOWED, "open on channel " + channel + ", only channel 0 is allowed");
        }
        readLimits(open);
        remoteOpen = open;
        state = State.OPENING;
        handler.opened(open);
    }

    private void readLimits(Open open) throws ProtocolException {
        if (open.getMaxFrameSize() != null) {
            long size = open.getMaxFrameSize().longValue();
            if (size < ConnectionLimits.FRAME_SIZE_FLOOR) {
                throw connection(
                        AmqpError.INVALID_FIELD,
                        "max-frame-size " + size + " is below " + ConnectionLimits.FRAME_SIZE_FLOOR);
            }
            peerFrameSizeMax = (int) Math.min(size, limits.frameSizeMax());
        } else {
            peerFrameSizeMax = limits.frameSizeMax();
        }
        if (open.getChannelMax() != null) {
            peerChannelMax = open.getChannelMax().intValue();
        }
        if (open.getIdleTimeOut() != null && open.getIdleTimeOut().longValue() > 0) {
            long millis = open.getIdleTimeOut().longValue();
            if (millis < PEER_IDLE_TIMEOUT_MIN_MILLIS) {
                throw connection(
                        AmqpError.NOT_ALLOWED,
                        "idle-time-out of " + millis + " ms is below " + PEER_IDLE_TIMEOUT_MIN_MILLIS + " ms");
            }
            idle.peerTimeout(millis);
        }
    }

    /**
     * Answers the peer's open.
     *
     * @param reply capabilities and properties; container id and limits are filled in here
     */
    public void open(Open reply) {
        if (state == State.OPENING) {
            sendOpen(reply);
            state = State.OPEN;
        }
    }

    /** Answers the peer's open with {@code reply} followed by a close with the error. */
    public void refuse(Open reply, ErrorCondition error) {
        if (state == State.OPENING) {
            sendOpen(reply);
            state = State.OPEN;
            close(error);
        }
    }

    private void sendOpen(Open reply) {
        reply.setContainerId(containerId);
        reply.setMaxFrameSize(UnsignedInteger.valueOf(limits.frameSizeMax()));
        reply.setChannelMax(UnsignedShort.valueOf((short) limits.channelMax()));
        if (limits.idleTimeoutMillis() > 0) {
            // Half of what this side waits: section 2.4.5 leaves the margin to the side that advertises.
            reply.setIdleTimeOut(UnsignedInteger.valueOf(Math.max(1, limits.idleTimeoutMillis() / 2)));
        }
        write(0, reply);
    }

    private void opened(int channel, Object performative, ByteBuf payload) throws ProtocolException {
        if (performative instanceof Close) {
            closeReceived();
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
        if (sessionsByRemoteChannel.get(channel) != null) {
            throw connection(AmqpError.ILLEGAL_STATE, "begin on channel " + channel + ", which has a session already");
        }
        if (begin.getRemoteChannel() != null) {
            throw connection(
                    AmqpError.INVALID_FIELD,
                    "begin answers a session on channel " + begin.getRemoteChannel() + " that was never begun");
        }
        int local = freeChannel();
        if (local > peerChannelMax) {
            throw connection(
                    AmqpError.RESOURCE_LIMIT_EXCEEDED, "the peer's channel-max leaves no channel for the session");
        }
        Session session = new Session(this, local, channel, begin);
        sessionsByRemoteChannel.put(channel, session);
        sessionsByLocalChannel.put(local, session);
        session.begin();
    }

    private int freeChannel() {
        int channel = 0;
        while (sessionsByLocalChannel.get(channel) != null) {
            channel++;
        }
        return channel;
    }

    private void sessionFrame(int channel, Object performative, ByteBuf payload) throws ProtocolException {
        Session session = sessionsByRemoteChannel.get(channel);
        if (session == null) {
            throw connection(AmqpError.ILLEGAL_STATE, "frame on channel " + channel + ", where no session has begun");
        }
        if (performative instanceof End) {
            endReceived(session);
            return;
        }
        try {
            session.receive(performative, payload);
        } catch (ProtocolException e) {
            if (e.endpoint() == ProtocolException.Endpoint.CONNECTION) {
                throw e;
            }
            session.end(e.error());
        }
    }

    private void endReceived(Session session) {
        sessionsByRemoteChannel.remove(session.remoteChannel());
        if (!session.ended()) {
            session.end(null);
        }
        sessionsByLocalChannel.remove(session.localChannel());
    }

    private void closeReceived() {
        terminate();
        write(0, new Close());
        closed();
    }

    private void closed() {
        state = State.CLOSED;
        terminate();
        output.close();
    }

    /** Closes the connection from this side; sessions and links are lost at once. */
    public void close(ErrorCondition error) {
        if (state == State.CLOSE_SENT || state == State.CLOSED) {
            return;
        }
        if (state != State.OPEN) {
            Open open = new Open();
            sendOpen(open);
        }
        terminate();
        Close close = new Close();
        close.setError(Errors.bounded(error));
        write(0, close);
        state = State.CLOSE_SENT;
        closeSentMillis = nowMillis;
    }

    /** The transport is gone. */
    public void lost() {
        state = State.CLOSED;
        terminate();
    }

    private void terminate() {
        if (!over) {
            over = true;
            sessionsByRemoteChannel.forEach(session -> {
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
        if (!over) {
            sessionsByLocalChannel.forEach(Session::flushDispositions);
        }
        if (wrote) {
            wrote = false;
            idle.wrote(now);
        }
    }

    /** The output is writable again. */
    public void writable() {
        if (!over) {
            sessionsByLocalChannel.forEach(Session::roomAvailable);
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

    /** What the peer sent in its open, null before. */
    public Open remoteOpen() {
        return remoteOpen;
    }

    boolean write(int channel, FrameBody performative) {
        ByteBuf out = output.buffer(FRAME_BYTES_HINT);
        int start = out.writerIndex();
        PerformativeWriter.write(out, channel, performative);
        if (out.writerIndex() - start > peerFrameSizeMax && state == State.OPEN) {
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
        return peerFrameSizeMax;
    }
}
