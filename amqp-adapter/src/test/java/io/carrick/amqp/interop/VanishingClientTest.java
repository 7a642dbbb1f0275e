package io.carrick.amqp.interop;

import static io.carrick.amqp.interop.SocketPeer.durableMessage;
import static io.carrick.amqp.interop.SocketPeer.receiver;
import static org.assertj.core.api.Assertions.assertThat;

import io.carrick.amqp.AmqpSettings;
import io.carrick.amqp.codec.DispositionFrame;
import io.carrick.amqp.codec.TransferFrame;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.transport.Attach;
import org.apache.qpid.proton.amqp.transport.Close;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of messages whose clients go away without a word, and of those whose clients say goodbye. */
@Timeout(60)
class VanishingClientTest {
    @TempDir
    private Path data;

    private RunningBroker broker;

    @BeforeEach
    void start() throws IOException {
        broker = new RunningBroker(data, AmqpSettings.DEFAULT);
        try (SocketPeer peer = SocketPeer.begun(broker.port(), "producer")) {
            peer.attachSender("s", 0, "fragile");
            peer.transfer(0, 0, null, durableMessage("poison"));
            assertThat(peer.expect(DispositionFrame.class).state()).isInstanceOf(Accepted.class);
        }
    }

    @AfterEach
    void stop() throws IOException {
        broker.close();
    }

    private SocketPeer receiving(String address) throws IOException {
        SocketPeer peer = SocketPeer.begun(broker.port(), "consumer");
        peer.send(receiver("r", 0, address));
        peer.expect(Attach.class);
        peer.credit(0, 0, 1, false);
        assertThat(peer.expect(TransferFrame.class).more()).isFalse();
        return peer;
    }

    @Test
    void shouldBuryTheMessageWithWhichClientsVanish() throws IOException {
        receiving("fragile").close();
        receiving("fragile").close();

        try (SocketPeer peer = receiving("DLQ.fragile")) {
            assertThat(peer.payload().toString(StandardCharsets.UTF_8))
                    .contains("lost 2 times with its consumer", "poison");
        }
    }

    @Test
    void shouldKeepTheMessageFromWhichClientsPartInGoodOrder() throws IOException {
        for (int i = 0; i < 4; i++) {
            try (SocketPeer peer = receiving("fragile")) {
                peer.send(new Close());
                peer.expect(Close.class);
            }
        }

        try (SocketPeer peer = receiving("fragile")) {
            assertThat(peer.payload().toString(StandardCharsets.UTF_8)).contains("poison");
        }
    }
}
