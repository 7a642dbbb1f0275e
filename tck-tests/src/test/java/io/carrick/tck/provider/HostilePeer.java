package io.carrick.tck.provider;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.UnsignedByte;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.UnsignedShort;
import org.apache.qpid.proton.amqp.messaging.Target;
import org.apache.qpid.proton.amqp.security.SaslCode;
import org.apache.qpid.proton.amqp.security.SaslMechanisms;
import org.apache.qpid.proton.amqp.security.SaslOutcome;
import org.apache.qpid.proton.amqp.transport.Attach;
import org.apache.qpid.proton.amqp.transport.Begin;
import org.apache.qpid.proton.amqp.transport.Flow;
import org.apache.qpid.proton.amqp.transport.Open;
import org.apache.qpid.proton.amqp.transport.Role;
import org.apache.qpid.proton.amqp.transport.SenderSettleMode;
import org.apache.qpid.proton.amqp.transport.Transfer;
import org.apache.qpid.proton.codec.AMQPDefinedTypes;
import org.apache.qpid.proton.codec.DecoderImpl;
import org.apache.qpid.proton.codec.EncoderImpl;

/**
 * A socket that somebody answers who follows the protocol as far as a script says, and then does not. Every connection
 * is played the same script by a thread of its own.
 */
final class HostilePeer implements AutoCloseable {
    private static final byte[] SASL_HEADER = {'A', 'M', 'Q', 'P', 3, 1, 0, 0};
    private static final byte[] AMQP_HEADER = {'A', 'M', 'Q', 'P', 0, 1, 0, 0};
    private static final byte[] EMPTY_FRAME = {0, 0, 0, 8, 2, 0, 0, 0};

    private final ServerSocket server;
    private final Script script;
    private final AtomicInteger connections = new AtomicInteger();

    /** What is done with a connection; when it returns, the socket stays open until the client closes it. */
    interface Script {
        void play(Dialogue dialogue) throws IOException;
    }

    HostilePeer(Script script) throws IOException {
        this.script = script;
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start("hostile-peer", this::acceptAll);
    }

    int port() {
        return server.getLocalPort();
    }

    /** How many clients have come. */
    int connections() {
        return connections.get();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private static void start(String name, Runnable run) {
        Thread thread = new Thread(run, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void acceptAll() {
        try {
            while (!server.isClosed()) {
                Socket socket = server.accept();
                connections.incrementAndGet();
                start("hostile-dialogue", () -> play(socket));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void play(Socket socket) {
        try (socket) {
            Dialogue dialogue = new Dialogue(socket);
            script.play(dialogue);
            dialogue.listenToTheEnd();
        } catch (IOException gone) {
            // The client has had enough, which is what the scripts are for.
        }
    }

    /** One connection, with what is needed to follow the protocol up to some point. */
    static final class Dialogue {
        private final Socket socket;
        private final DataInputStream in;
        private final OutputStream out;
        private final DecoderImpl decoder = new DecoderImpl();
        private final EncoderImpl encoder = new EncoderImpl(decoder);
        private int channel;

        private Dialogue(Socket socket) throws IOException {
            this.socket = socket;
            in = new DataInputStream(socket.getInputStream());
            out = socket.getOutputStream();
            AMQPDefinedTypes.registerAllTypes(decoder, encoder);
        }

        /** Writes bytes as they are. */
        Dialogue raw(byte... bytes) throws IOException {
            out.write(bytes);
            out.flush();
            return this;
        }

        Dialogue raw(String text) throws IOException {
            return raw(text.getBytes(StandardCharsets.ISO_8859_1));
        }

        /** So many random bytes. */
        Dialogue noise(Random random, int count) throws IOException {
            byte[] bytes = new byte[count];
            random.nextBytes(bytes);
            return raw(bytes);
        }

        /** A frame of a type with any body. */
        Dialogue frame(int type, byte... body) throws IOException {
            ByteBuffer frame = ByteBuffer.allocate(8 + body.length);
            frame.putInt(frame.capacity())
                    .put((byte) 2)
                    .put((byte) type)
                    .putShort((short) channel)
                    .put(body);
            return raw(frame.array());
        }

        Dialogue write(Object performative) throws IOException {
            return write(performative, new byte[0]);
        }

        Dialogue write(Object performative, byte[] payload) throws IOException {
            ByteBuffer body = ByteBuffer.allocate(4096 + payload.length);
            encoder.setByteBuffer(body);
            encoder.writeObject(performative);
            body.put(payload);
            byte[] bytes = new byte[body.position()];
            body.flip().get(bytes);
            boolean sasl = performative.getClass().getPackageName().endsWith("security");
            return frame(sasl ? 1 : 0, bytes);
        }

        /** Empty frames until the client closes. */
        void emptyFrames() throws IOException {
            while (true) {
                raw(EMPTY_FRAME);
            }
        }

        void cut() throws IOException {
            socket.close();
        }

        // ---- The good part ----

        Dialogue readHeader() throws IOException {
            in.readFully(new byte[8]);
            return this;
        }

        Dialogue saslHeader() throws IOException {
            return readHeader().raw(SASL_HEADER);
        }

        Dialogue mechanisms(String... names) throws IOException {
            SaslMechanisms mechanisms = new SaslMechanisms();
            Symbol[] symbols = new Symbol[names.length];
            for (int i = 0; i < names.length; i++) {
                symbols[i] = Symbol.valueOf(names[i]);
            }
            mechanisms.setSaslServerMechanisms(symbols);
            return write(mechanisms);
        }

        Dialogue outcome(SaslCode code) throws IOException {
            readFrame();
            SaslOutcome outcome = new SaslOutcome();
            outcome.setCode(code);
            return write(outcome);
        }

        Dialogue sasl() throws IOException {
            return saslHeader().mechanisms("ANONYMOUS").outcome(SaslCode.OK);
        }

        Dialogue amqpHeader() throws IOException {
            return readHeader().raw(AMQP_HEADER);
        }

        /** Up to an open connection. */
        Dialogue open() throws IOException {
            sasl().amqpHeader().await(Open.class);
            Open open = new Open();
            open.setContainerId("hostile");
            open.setMaxFrameSize(UnsignedInteger.valueOf(65_536));
            open.setChannelMax(UnsignedShort.valueOf((short) 100));
            return write(open);
        }

        /** Up to a session. */
        Dialogue begin() throws IOException {
            open().await(Begin.class);
            return answerBegin();
        }

        Dialogue answerBegin() throws IOException {
            Begin begin = new Begin();
            begin.setRemoteChannel(UnsignedShort.valueOf((short) channel));
            begin.setNextOutgoingId(UnsignedInteger.ZERO);
            begin.setIncomingWindow(UnsignedInteger.valueOf(1_000));
            begin.setOutgoingWindow(UnsignedInteger.valueOf(1_000_000));
            return write(begin);
        }

        /** Up to a sender with credit. */
        Dialogue sender() throws IOException {
            begin();
            answer(await(Attach.class));
            return credit(UnsignedInteger.valueOf(100));
        }

        Dialogue credit(UnsignedInteger credit) throws IOException {
            Flow flow = new Flow();
            flow.setNextIncomingId(UnsignedInteger.ZERO);
            flow.setIncomingWindow(UnsignedInteger.valueOf(1_000));
            flow.setNextOutgoingId(UnsignedInteger.ZERO);
            flow.setOutgoingWindow(UnsignedInteger.valueOf(1_000_000));
            flow.setHandle(UnsignedInteger.ZERO);
            flow.setDeliveryCount(UnsignedInteger.ZERO);
            flow.setLinkCredit(credit);
            return write(flow);
        }

        Dialogue answer(Attach asked) throws IOException {
            Attach attach = new Attach();
            attach.setName(asked.getName());
            attach.setHandle(asked.getHandle());
            attach.setRole(asked.getRole() == Role.SENDER ? Role.RECEIVER : Role.SENDER);
            attach.setSndSettleMode(SenderSettleMode.UNSETTLED);
            attach.setSource(asked.getSource());
            attach.setTarget(asked.getTarget() == null ? new Target() : asked.getTarget());
            if (asked.getRole() == Role.RECEIVER) {
                attach.setInitialDeliveryCount(UnsignedInteger.ZERO);
            }
            return write(attach);
        }

        /** Up to a receiver that has given credit, without a sender before. */
        Dialogue receiver() throws IOException {
            begin();
            answer(await(Attach.class));
            await(Flow.class);
            return this;
        }

        Dialogue transfer(int deliveryId, boolean more, byte... payload) throws IOException {
            Transfer transfer = new Transfer();
            transfer.setHandle(UnsignedInteger.ZERO);
            transfer.setDeliveryId(UnsignedInteger.valueOf(deliveryId));
            transfer.setDeliveryTag(new Binary(new byte[] {(byte) deliveryId, (byte) (deliveryId >> 8)}));
            transfer.setMessageFormat(UnsignedInteger.ZERO);
            transfer.setMore(more);
            return write(transfer, payload);
        }

        /** Reads frames until one has a performative of a type. */
        <T> T await(Class<T> type) throws IOException {
            while (true) {
                Object performative = readFrame();
                if (type.isInstance(performative)) {
                    return type.cast(performative);
                }
            }
        }

        private Object readFrame() throws IOException {
            int size = in.readInt();
            int offset = in.readUnsignedByte() * 4;
            in.readUnsignedByte();
            channel = in.readUnsignedShort();
            byte[] rest = new byte[size - 8];
            in.readFully(rest);
            if (rest.length <= offset - 8) {
                return null;
            }
            decoder.setByteBuffer(ByteBuffer.wrap(rest, offset - 8, rest.length - offset + 8));
            return decoder.readObject();
        }

        private void listenToTheEnd() throws IOException {
            try {
                while (!socket.isClosed() && in.read(new byte[4096]) >= 0) {
                    // Whatever the client still says.
                }
            } catch (EOFException closed) {
                // As was to be expected.
            }
        }

        static SaslCode code(int value) {
            return SaslCode.valueOf(UnsignedByte.valueOf((byte) value));
        }
    }
}
