package io.carrick.amqp.engine;

import io.carrick.amqp.codec.FlowFrame;
import io.carrick.amqp.codec.FrameHeader;
import io.carrick.amqp.codec.PerformativeReader;
import io.carrick.amqp.codec.PerformativeWriter;
import io.carrick.amqp.codec.ProtocolException;
import io.carrick.amqp.codec.TransferFrame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.UnsignedShort;
import org.apache.qpid.proton.amqp.messaging.Source;
import org.apache.qpid.proton.amqp.messaging.Target;
import org.apache.qpid.proton.amqp.transport.Attach;
import org.apache.qpid.proton.amqp.transport.Begin;
import org.apache.qpid.proton.amqp.transport.Close;
import org.apache.qpid.proton.amqp.transport.DeliveryState;
import org.apache.qpid.proton.amqp.transport.Detach;
import org.apache.qpid.proton.amqp.transport.Disposition;
import org.apache.qpid.proton.amqp.transport.End;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;
import org.apache.qpid.proton.amqp.transport.FrameBody;
import org.apache.qpid.proton.amqp.transport.Open;
import org.apache.qpid.proton.amqp.transport.Role;

/** A peer written frame by frame against a {@link Connection}, and an application that records what it is told. */
final class WirePeer {
    static final int FRAME_SIZE_MAX = 1024;
    static final int WINDOW = 8;
    static final ConnectionLimits LIMITS = new ConnectionLimits(FRAME_SIZE_MAX, 15, 63, WINDOW, 1000);

    final ByteBuf out = Unpooled.buffer();
    final List<ReceivingLink> receivers = new ArrayList<>();
    final List<SendingLink> senders = new ArrayList<>();
    final List<String> events = new ArrayList<>();
    final List<IncomingDelivery> received = new ArrayList<>();
    final List<OutgoingDelivery> disposed = new ArrayList<>();
    final Deque<Object> frames = new ArrayDeque<>();
    boolean writable = true;
    boolean transportClosed;
    boolean flushScheduled;
    boolean answersOpen = true;
    boolean answersAttach = true;
    long now;
    Session session;
    ReceivingLink granted;

    private final Output output = new Output() {
        @Override
        public ByteBuf buffer(int bytes) {
            return out;
        }

        @Override
        public void scheduleFlush() {
            flushScheduled = true;
        }

        @Override
        public boolean writable() {
            return writable;
        }

        @Override
        public void close() {
            transportClosed = true;
        }
    };

    private final ConnectionHandler handler = new ConnectionHandler() {
        @Override
        public void opened(Open open) {
            if (answersOpen) {
                connection.open(container("broker"));
            }
        }

        @Override
        public void attached(ReceivingLink link) {
            receivers.add(link);
            link.handler(new AnsweringReceiver());
            if (answersAttach) {
                Attach reply = new Attach();
                reply.setTarget(new Target());
                link.attach(reply);
            }
        }

        @Override
        public void attached(SendingLink link) {
            senders.add(link);
            link.handler(new AnsweringSender());
            if (answersAttach) {
                Attach reply = new Attach();
                reply.setSource(new Source());
                link.attach(reply);
            }
        }

        @Override
        public void disposition(List<OutgoingDelivery> deliveries, DeliveryState state, boolean settled) {
            disposed.addAll(deliveries);
        }

        @Override
        public void closed() {
            events.add("closed");
        }
    };

    final Connection connection = new Connection("broker", LIMITS, output, handler, 0);

    /** A server whose client, the engine, has an open connection. */
    static WirePeer server() {
        WirePeer peer = new WirePeer();
        peer.connection.open(new Open());
        peer.expect(Open.class);
        peer.send(0, container("server"));
        return peer;
    }

    /** A server whose client has a session on channel 0 of both sides. */
    static WirePeer serverWithSession() {
        WirePeer peer = server();
        peer.session = peer.connection.beginSession(new RecordingSession(peer.events));
        peer.expect(Begin.class);
        peer.send(0, begin(0));
        peer.events.clear();
        return peer;
    }

    /** The client attaches a link to send over, which waits for its answer. */
    SendingLink attachSender(String name) {
        RecordingSender sender = new RecordingSender(name, events);
        sender.link = session.attachSender(EngineSide.attach(name), sender);
        expect(Attach.class);
        return sender.link;
    }

    /** The client attaches a link to receive over, which waits for its answer. */
    ReceivingLink attachReceiver(String name) {
        RecordingReceiver receiver = new RecordingReceiver(name, events);
        receiver.link = session.attachReceiver(EngineSide.attach(name), receiver);
        expect(Attach.class);
        return receiver.link;
    }

    /** A peer with an open connection. */
    static WirePeer opened() {
        WirePeer peer = new WirePeer();
        peer.send(0, container("client"));
        peer.expect(Open.class);
        return peer;
    }

    /** A peer with a session on channel 0. */
    static WirePeer begun() {
        WirePeer peer = opened();
        peer.send(0, begin());
        peer.expect(Begin.class);
        return peer;
    }

    /** A peer with a session and a link to send over with handle 0 and some credit. */
    static WirePeer sender(int credit) {
        WirePeer peer = begun();
        peer.send(0, attach("sender", 0, Role.SENDER));
        peer.expect(Attach.class);
        peer.receivers.get(0).grant(credit);
        peer.expect(FlowFrame.class);
        return peer;
    }

    /** A peer with a session and a link to receive over with handle 0. */
    static WirePeer receiver() {
        WirePeer peer = begun();
        peer.send(0, attach("receiver", 0, Role.RECEIVER));
        peer.expect(Attach.class);
        return peer;
    }

    static Open container(String id) {
        Open open = new Open();
        open.setContainerId(id);
        return open;
    }

    static Begin begin() {
        Begin begin = new Begin();
        begin.setNextOutgoingId(UnsignedInteger.ZERO);
        begin.setIncomingWindow(UnsignedInteger.valueOf(100));
        begin.setOutgoingWindow(UnsignedInteger.valueOf(100));
        return begin;
    }

    static Begin begin(int remoteChannel) {
        Begin begin = begin();
        begin.setRemoteChannel(UnsignedShort.valueOf((short) remoteChannel));
        return begin;
    }

    static Attach attach(String name, int handle, Role role) {
        Attach attach = new Attach();
        attach.setName(name);
        attach.setHandle(UnsignedInteger.valueOf(handle));
        attach.setRole(role);
        attach.setSource(new Source());
        attach.setTarget(new Target());
        if (role == Role.SENDER) {
            attach.setInitialDeliveryCount(UnsignedInteger.ZERO);
        }
        return attach;
    }

    static Detach detach(int handle, boolean closed) {
        Detach detach = new Detach();
        detach.setHandle(UnsignedInteger.valueOf(handle));
        detach.setClosed(closed);
        return detach;
    }

    static Disposition disposition(Role role, int first, int last, boolean settled, DeliveryState state) {
        Disposition disposition = new Disposition();
        disposition.setRole(role);
        disposition.setFirst(UnsignedInteger.valueOf(first));
        disposition.setLast(UnsignedInteger.valueOf(last));
        disposition.setSettled(settled);
        disposition.setState(state);
        return disposition;
    }

    static TransferFrame transfer(int handle, long id, boolean more) {
        byte[] tag = id < 0 ? null : Long.toString(id).getBytes(StandardCharsets.US_ASCII);
        return new TransferFrame(handle, id, tag, 0, false, more, null, null, false, false);
    }

    static FlowFrame flow(long incomingWindow) {
        return FlowFrame.session(0, incomingWindow, 0, 100);
    }

    void send(int channel, FrameBody performative) {
        ByteBuf in = Unpooled.buffer();
        PerformativeWriter.write(in, channel, performative);
        feed(in);
    }

    void send(int channel, FlowFrame flow) {
        ByteBuf in = Unpooled.buffer();
        PerformativeWriter.write(in, channel, flow);
        feed(in);
    }

    void send(int channel, TransferFrame transfer, String payload) {
        ByteBuf in = Unpooled.buffer();
        int start = PerformativeWriter.startTransfer(in, channel, transfer);
        in.writeCharSequence(payload, StandardCharsets.US_ASCII);
        PerformativeWriter.finishTransfer(in, start);
        feed(in);
    }

    /** Sends bytes as hexadecimal digits, blanks allowed. */
    void send(String hex) {
        feed(Unpooled.wrappedBuffer(java.util.HexFormat.of().parseHex(hex.replace(" ", ""))));
    }

    void feed(ByteBuf in) {
        connection.receive(in, now);
        connection.flush(now);
    }

    /** The next frame that the engine sent, which must be of that type. */
    <T> T expect(Class<T> type) {
        readOutput();
        Object frame = frames.poll();
        if (!type.isInstance(frame)) {
            throw new AssertionError("expected " + type.getSimpleName() + " but the engine sent " + frame);
        }
        return type.cast(frame);
    }

    void expectNothing() {
        readOutput();
        if (!frames.isEmpty()) {
            throw new AssertionError("the engine sent " + frames);
        }
    }

    /** The engine must close the connection with this condition, and wait for the peer's close. */
    void expectClose(Symbol condition) {
        expectError(expect(Close.class).getError(), condition);
    }

    void expectEnd(Symbol condition) {
        expectError(expect(End.class).getError(), condition);
    }

    void expectDetach(Symbol condition) {
        expectError(expect(Detach.class).getError(), condition);
    }

    private static void expectError(ErrorCondition error, Symbol condition) {
        if (error == null || !condition.equals(error.getCondition())) {
            throw new AssertionError("expected " + condition + " but the engine sent " + error);
        }
    }

    /** The session on channel 0 must still work. */
    void expectUsableSession() {
        send(0, attach("probe", 60, Role.RECEIVER));
        expect(Attach.class);
    }

    private void readOutput() {
        connection.flush(now);
        try {
            FrameHeader header = FrameHeader.peek(out, FrameHeader.AMQP, 1 << 20);
            while (header != null) {
                ByteBuf frame = out.readSlice(header.size()).skipBytes(header.bodyOffset());
                frames.add(frame.isReadable() ? PerformativeReader.read(frame) : "empty");
                if (frames.peekLast() instanceof TransferFrame) {
                    frames.add(frame.toString(StandardCharsets.US_ASCII));
                }
                header = FrameHeader.peek(out, FrameHeader.AMQP, 1 << 20);
            }
        } catch (ProtocolException e) {
            throw new AssertionError("the engine sent an undecodable frame", e);
        }
    }

    private final class AnsweringReceiver implements ReceivingLinkHandler {
        @Override
        public void transfer(IncomingDelivery delivery, ByteBuf payload, boolean more) {
            events.add("transfer " + payload.toString(StandardCharsets.US_ASCII) + (more ? " more" : ""));
            if (!more) {
                received.add(delivery);
            }
        }

        @Override
        public void aborted(IncomingDelivery delivery) {
            events.add("aborted");
        }

        @Override
        public void detached(boolean closed) {
            events.add("detached " + closed);
        }
    }

    private final class AnsweringSender implements SendingLinkHandler {
        @Override
        public void flow() {
            events.add("flow");
        }

        @Override
        public void sendable() {
            events.add("sendable");
        }

        @Override
        public void failed(OutgoingDelivery delivery, UncheckedIOException cause) {
            events.add("failed " + cause.getMessage());
        }

        @Override
        public void detached(boolean closed) {
            events.add("detached " + closed);
        }
    }

    /** A payload of text. */
    static Payload text(String text) {
        ByteBuf bytes = Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
        return new Payload() {
            @Override
            public long remaining() {
                return bytes.readableBytes();
            }

            @Override
            public void takeInto(ByteBuf target, int length) {
                target.writeBytes(bytes, length);
            }
        };
    }

    /** A payload of text of which only the first bytes can be read. */
    static Payload damaged(String text, int readable) {
        Payload whole = text(text);
        return new Payload() {
            @Override
            public long remaining() {
                return whole.remaining();
            }

            @Override
            public void takeInto(ByteBuf target, int length) {
                if (text.length() - whole.remaining() + length > readable) {
                    target.writeByte('!');
                    throw new UncheckedIOException(new IOException("damaged"));
                }
                whole.takeInto(target, length);
            }
        };
    }
}
