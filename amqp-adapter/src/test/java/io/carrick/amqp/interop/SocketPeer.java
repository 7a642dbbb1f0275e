package io.carrick.amqp.interop;

import io.carrick.amqp.codec.FlowFrame;
import io.carrick.amqp.codec.FrameHeader;
import io.carrick.amqp.codec.PerformativeReader;
import io.carrick.amqp.codec.PerformativeWriter;
import io.carrick.amqp.codec.ProtocolException;
import io.carrick.amqp.codec.TransferFrame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.function.Consumer;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.messaging.AmqpValue;
import org.apache.qpid.proton.amqp.messaging.Header;
import org.apache.qpid.proton.amqp.messaging.Properties;
import org.apache.qpid.proton.amqp.messaging.Source;
import org.apache.qpid.proton.amqp.messaging.Target;
import org.apache.qpid.proton.amqp.security.SaslFrameBody;
import org.apache.qpid.proton.amqp.transport.Attach;
import org.apache.qpid.proton.amqp.transport.Begin;
import org.apache.qpid.proton.amqp.transport.DeliveryState;
import org.apache.qpid.proton.amqp.transport.Detach;
import org.apache.qpid.proton.amqp.transport.Disposition;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;
import org.apache.qpid.proton.amqp.transport.FrameBody;
import org.apache.qpid.proton.amqp.transport.Open;
import org.apache.qpid.proton.amqp.transport.Role;
import org.apache.qpid.proton.codec.AMQPDefinedTypes;
import org.apache.qpid.proton.codec.DecoderImpl;
import org.apache.qpid.proton.codec.EncoderImpl;

/** A client of frames over a real socket. */
final class SocketPeer implements AutoCloseable {
    private static final byte[] AMQP = HexFormat.of().parseHex("414d515000010000");
    private static final int TIMEOUT_MILLIS = 10_000;

    private final Socket socket;
    private final DataInputStream in;
    /** The payload of the transfer that was read last. */
    private ByteBuf payload = Unpooled.EMPTY_BUFFER;

    SocketPeer(int port) throws IOException {
        socket = new Socket("127.0.0.1", port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        in = new DataInputStream(socket.getInputStream());
    }

    /** A client with an open connection and a session on channel 0. */
    static SocketPeer begun(int port, String containerId) throws IOException {
        return begun(port, containerId, open -> {});
    }

    static SocketPeer begun(int port, String containerId, Consumer<Open> options) throws IOException {
        SocketPeer peer = new SocketPeer(port);
        peer.open(containerId, options);
        peer.expect(Open.class);
        Begin begin = new Begin();
        begin.setNextOutgoingId(UnsignedInteger.ZERO);
        begin.setIncomingWindow(UnsignedInteger.valueOf(1000));
        begin.setOutgoingWindow(UnsignedInteger.valueOf(1000));
        peer.send(begin);
        peer.expect(Begin.class);
        return peer;
    }

    void open(String containerId, Consumer<Open> options) throws IOException {
        write(AMQP);
        expectHeader("414d515000010000");
        Open open = new Open();
        open.setContainerId(containerId);
        options.accept(open);
        send(open);
    }

    void expectHeader(String hex) throws IOException {
        byte[] header = new byte[8];
        in.readFully(header);
        if (!HexFormat.of().formatHex(header).equals(hex)) {
            throw new AssertionError(
                    "expected header " + hex + " but got " + HexFormat.of().formatHex(header));
        }
    }

    void write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    void writeHex(String hex) throws IOException {
        write(HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    private void write(ByteBuf bytes) throws IOException {
        write(ByteBufUtil.getBytes(bytes));
    }

    void send(FrameBody performative) throws IOException {
        ByteBuf out = Unpooled.buffer();
        PerformativeWriter.write(out, 0, performative);
        write(out);
    }

    void sendSasl(SaslFrameBody body) throws IOException {
        ByteBuf out = Unpooled.buffer();
        PerformativeWriter.writeSasl(out, body);
        write(out);
    }

    void transfer(TransferFrame transfer, byte[] message) throws IOException {
        ByteBuf out = Unpooled.buffer();
        int start = PerformativeWriter.startTransfer(out, 0, transfer);
        out.writeBytes(message);
        PerformativeWriter.finishTransfer(out, start);
        write(out);
    }

    /** Sends one unsettled message with the id also as tag. */
    void transfer(int handle, int id, DeliveryState state, byte[] message) throws IOException {
        transfer(new TransferFrame(handle, id, tag(id), 0, false, false, null, state, false, false), message);
    }

    static byte[] tag(int id) {
        return ("tag" + id).getBytes(StandardCharsets.US_ASCII);
    }

    /** Gives credit to a receiving link. */
    void credit(int handle, long deliveryCount, int credit, boolean drain) throws IOException {
        ByteBuf out = Unpooled.buffer();
        PerformativeWriter.write(
                out, 0, FlowFrame.session(0, 1000, 0, 1000).link(handle, deliveryCount, credit, drain));
        write(out);
    }

    void dispose(int first, int last, boolean settled, DeliveryState state) throws IOException {
        Disposition disposition = new Disposition();
        disposition.setRole(Role.RECEIVER);
        disposition.setFirst(UnsignedInteger.valueOf(first));
        disposition.setLast(UnsignedInteger.valueOf(last));
        disposition.setSettled(settled);
        disposition.setState(state);
        send(disposition);
    }

    /** An attach of a sender to an address, null for the anonymous terminus. */
    static Attach sender(String name, int handle, String address) {
        Attach attach = attach(name, handle, Role.SENDER);
        attach.setInitialDeliveryCount(UnsignedInteger.ZERO);
        attach.setSource(new Source());
        Target target = new Target();
        target.setAddress(address);
        attach.setTarget(target);
        return attach;
    }

    /** An attach of a receiver from an address. */
    static Attach receiver(String name, int handle, String address) {
        Attach attach = attach(name, handle, Role.RECEIVER);
        Source source = new Source();
        source.setAddress(address);
        attach.setSource(source);
        attach.setTarget(new Target());
        return attach;
    }

    static Attach attach(String name, int handle, Role role) {
        Attach attach = new Attach();
        attach.setName(name);
        attach.setHandle(UnsignedInteger.valueOf(handle));
        attach.setRole(role);
        return attach;
    }

    static Detach detach(int handle, boolean closed) {
        Detach detach = new Detach();
        detach.setHandle(UnsignedInteger.valueOf(handle));
        detach.setClosed(closed);
        return detach;
    }

    /** A message with a text as its body. */
    static byte[] message(String text) {
        return encode(new AmqpValue(text));
    }

    /** A durable message with a text as its body. */
    static byte[] durableMessage(String text) {
        Header header = new Header();
        header.setDurable(true);
        return encode(header, new AmqpValue(text));
    }

    /** A message that names its destination. */
    static byte[] messageTo(String to, String text) {
        Properties properties = new Properties();
        properties.setTo(to);
        return encode(properties, new AmqpValue(text));
    }

    static byte[] encode(Object... sections) {
        DecoderImpl decoder = new DecoderImpl();
        EncoderImpl encoder = new EncoderImpl(decoder);
        AMQPDefinedTypes.registerAllTypes(decoder, encoder);
        java.nio.ByteBuffer buffer = java.nio.ByteBuffer.allocate(2 << 20);
        encoder.setByteBuffer(buffer);
        for (Object section : sections) {
            encoder.writeObject(section);
        }
        byte[] bytes = new byte[buffer.position()];
        buffer.flip();
        buffer.get(bytes);
        return bytes;
    }

    /** Attaches a sender and waits for its credit. */
    void attachSender(String name, int handle, String address) throws IOException {
        send(sender(name, handle, address));
        expect(Attach.class);
        expect(FlowFrame.class);
    }

    /** The next frame, which must be of that type. */
    <T> T expect(Class<T> type) throws IOException {
        Object frame = next();
        if (!type.isInstance(frame)) {
            throw new AssertionError("expected " + type.getSimpleName() + " but got " + frame);
        }
        return type.cast(frame);
    }

    /** The next frame; "empty" for an empty one. */
    Object next() throws IOException {
        ByteBuf frame = readFrame();
        int type = frame.getUnsignedByte(5);
        frame.skipBytes(FrameHeader.BYTES);
        try {
            if (type == FrameHeader.SASL) {
                return PerformativeReader.readSasl(frame);
            }
            Object performative = frame.isReadable() ? PerformativeReader.read(frame) : "empty";
            payload = frame;
            return performative;
        } catch (ProtocolException e) {
            throw new AssertionError("undecodable frame from the broker", e);
        }
    }

    private ByteBuf readFrame() throws IOException {
        int size = in.readInt();
        byte[] rest = new byte[size - Integer.BYTES];
        in.readFully(rest);
        return Unpooled.buffer(size).writeInt(size).writeBytes(rest);
    }

    /** What follows the performative of the frame read last. */
    ByteBuf payload() {
        return payload;
    }

    void expectDetach(Symbol condition) throws IOException {
        expectError(expect(Detach.class).getError(), condition);
    }

    static void expectError(ErrorCondition error, Symbol condition) {
        if (error == null || !condition.equals(error.getCondition())) {
            throw new AssertionError("expected " + condition + " but got " + error);
        }
    }

    /** The broker must close the transport, with nothing more sent. */
    void expectEnd() throws IOException {
        try {
            Object frame = next();
            throw new AssertionError("expected the end of the connection but got " + frame);
        } catch (EOFException e) {
            // as it should be
        } catch (java.net.SocketException e) {
            if (!e.getMessage().contains("reset")) {
                throw e;
            }
        }
    }

    static Binary binary(byte[] bytes) {
        return new Binary(bytes);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
