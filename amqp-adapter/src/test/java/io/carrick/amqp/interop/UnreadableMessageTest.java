package io.carrick.amqp.interop;

import static io.carrick.amqp.interop.SocketPeer.durableMessage;
import static io.carrick.amqp.interop.SocketPeer.receiver;
import static org.assertj.core.api.Assertions.assertThat;

import io.carrick.amqp.AmqpSettings;
import io.carrick.amqp.Topology;
import io.carrick.amqp.codec.DispositionFrame;
import io.carrick.amqp.codec.FlowFrame;
import io.carrick.amqp.codec.TransferFrame;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.Data;
import org.apache.qpid.proton.amqp.messaging.Header;
import org.apache.qpid.proton.amqp.transport.Attach;
import org.apache.qpid.proton.amqp.transport.SenderSettleMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a client sees of a message that has rotted on the disk: nothing, while those around it go on. */
@Timeout(60)
class UnreadableMessageTest {
    @TempDir
    private Path data;

    private RunningBroker broker;
    private SocketPeer peer;

    @BeforeEach
    void start() throws IOException {
        broker = new RunningBroker(data, AmqpSettings.DEFAULT, Topology.SINGLE_NODE, 0);
        peer = SocketPeer.begun(
                broker.port(), "client", open -> open.setMaxFrameSize(UnsignedInteger.valueOf(64 * 1024)));
        peer.attachSender("s", 0, "q");
    }

    @AfterEach
    void stop() throws IOException {
        peer.close();
        broker.close();
    }

    private void send(int id, byte[] message) throws IOException {
        peer.transfer(0, id, null, message);
        assertThat(peer.expect(DispositionFrame.class).state()).isInstanceOf(Accepted.class);
    }

    private void attachReceiver(String name, int handle, String address, SenderSettleMode mode, int credit)
            throws IOException {
        Attach attach = receiver(name, handle, address);
        attach.setSndSettleMode(mode);
        peer.send(attach);
        peer.expect(Attach.class);
        peer.credit(handle, 0, credit, false);
    }

    private String nextText() throws IOException {
        assertThat(peer.expect(TransferFrame.class).more()).isFalse();
        return peer.payload().toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @EnumSource(
            value = SenderSettleMode.class,
            names = {"SETTLED", "UNSETTLED"})
    void shouldGiveTheCreditOfADamagedMessageToTheNext(SenderSettleMode mode) throws IOException {
        send(0, durableMessage("DAMAGED"));
        send(1, durableMessage("sound"));
        damage("DAMAGED");

        attachReceiver("r", 1, "q", mode, 1);

        assertThat(nextText()).endsWith("sound");
        attachReceiver("dlq", 2, "DLQ.q", mode, 1);
        assertThat(nextText()).contains("x-opt-ORIG-REASON", "unreadable", "In place of a message of q.", "position");
    }

    @Test
    void shouldAnswerADrainWhenAllThatIsLeftIsDamaged() throws IOException {
        send(0, durableMessage("DAMAGED"));
        damage("DAMAGED");
        peer.send(receiver("r", 1, "q"));
        peer.expect(Attach.class);

        peer.credit(1, 0, 5, true);

        FlowFrame drained = peer.expect(FlowFrame.class);
        assertThat(drained.linkCredit()).isZero();
        assertThat(drained.deliveryCount()).isEqualTo(5);
    }

    @ParameterizedTest
    @EnumSource(
            value = SenderSettleMode.class,
            names = {"SETTLED", "UNSETTLED"})
    void shouldAbortALargeMessageOfWhichAPartIsDamaged(SenderSettleMode mode) throws IOException {
        sendLarge();
        send(1, durableMessage("sound"));
        damage("DAMAGED");

        attachReceiver("r", 1, "q", mode, 2);

        TransferFrame frame = peer.expect(TransferFrame.class);
        while (frame.more()) {
            assertThat(frame.aborted()).isFalse();
            frame = peer.expect(TransferFrame.class);
        }
        assertThat(frame.aborted()).isTrue();
        assertThat(nextText()).endsWith("sound");
        attachReceiver("dlq", 2, "DLQ.q", mode, 1);
        assertThat(nextText()).contains("In place of a message of q.", "position");
    }

    /** Sends a message of almost two megabytes in frames. */
    private void sendLarge() throws IOException {
        Header header = new Header();
        header.setDurable(true);
        byte[] body = new byte[1_800_000];
        Arrays.fill(body, (byte) 'x');
        System.arraycopy("DAMAGED".getBytes(StandardCharsets.US_ASCII), 0, body, 1_000_000, 7);
        byte[] message = SocketPeer.encode(header, new Data(SocketPeer.binary(body)));
        int frame = 50_000;
        for (int at = 0; at < message.length; at += frame) {
            int end = Math.min(message.length, at + frame);
            boolean first = at == 0;
            peer.transfer(
                    new TransferFrame(
                            0,
                            first ? 0 : TransferFrame.ABSENT,
                            first ? SocketPeer.tag(0) : null,
                            first ? 0 : TransferFrame.ABSENT,
                            false,
                            end < message.length,
                            null,
                            null,
                            false,
                            false),
                    Arrays.copyOfRange(message, at, end));
        }
        Object answer = peer.next();
        while (answer instanceof FlowFrame) {
            answer = peer.next();
        }
        assertThat(((DispositionFrame) answer).state()).isInstanceOf(Accepted.class);
    }

    /** Changes a byte of the log where the text lies. */
    private void damage(String text) throws IOException {
        for (Path segment : segments()) {
            String bytes = new String(Files.readAllBytes(segment), StandardCharsets.ISO_8859_1);
            int place = bytes.indexOf(text);
            if (place >= 0) {
                try (FileChannel file = FileChannel.open(segment, StandardOpenOption.WRITE)) {
                    file.write(ByteBuffer.wrap(new byte[] {'#'}), place);
                }
                return;
            }
        }
        throw new AssertionError(text + " is not in the log");
    }

    private List<Path> segments() throws IOException {
        try (Stream<Path> files = Files.list(data.resolve("log"))) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
