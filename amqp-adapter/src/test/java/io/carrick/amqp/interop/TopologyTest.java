package io.carrick.amqp.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrick.amqp.AmqpSettings;
import io.carrick.amqp.Topology;
import io.carrick.broker.ClientInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.transport.Close;
import org.apache.qpid.proton.amqp.transport.ConnectionError;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;
import org.apache.qpid.proton.amqp.transport.Open;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a client hears of the other nodes of a cluster. */
@Timeout(60)
class TopologyTest {
    private static final Topology.Node LEADER =
            new Topology.Node("10.0.0.1", 5671, "amqps", "broker.example.org", null);
    private static final Topology.Node WEB = new Topology.Node("10.0.0.2", 443, "amqpwss", null, "/amqp");

    @TempDir
    private static Path data;

    private static RunningBroker broker;

    @BeforeAll
    static void start() throws IOException {
        Topology cluster = new Topology() {
            @Override
            public List<Node> failoverNodes() {
                return List.of(LEADER, WEB);
            }

            @Override
            public Optional<Node> redirect(ClientInfo client) {
                return client.containerId().startsWith("stranger") ? Optional.of(LEADER) : Optional.empty();
            }
        };
        broker = new RunningBroker(data, AmqpSettings.DEFAULT, cluster, 8 << 20);
    }

    @AfterAll
    static void stop() throws IOException {
        broker.close();
    }

    private static Symbol key(String name) {
        return Symbol.valueOf(name);
    }

    @Test
    void shouldTellTheOtherNodesInTheOpen() throws IOException {
        try (SocketPeer peer = new SocketPeer(broker.port())) {
            peer.open("friend", open -> {});

            Open open = peer.expect(Open.class);

            assertThat(open.getProperties().get(key("failover-server-list")))
                    .isEqualTo(List.of(
                            Map.of(
                                    key("network-host"), "10.0.0.1",
                                    key("port"), 5671,
                                    key("scheme"), "amqps",
                                    key("hostname"), "broker.example.org"),
                            Map.of(
                                    key("network-host"), "10.0.0.2",
                                    key("port"), 443,
                                    key("scheme"), "amqpwss",
                                    key("path"), "/amqp")));
        }
    }

    @Test
    void shouldSendAClientElsewhereWithARefusedOpen() throws IOException {
        try (SocketPeer peer = new SocketPeer(broker.port())) {
            peer.open("stranger", open -> {});

            Open open = peer.expect(Open.class);
            ErrorCondition error = peer.expect(Close.class).getError();

            assertThat(open.getProperties().get(key("amqp:connection-establishment-failed")))
                    .isEqualTo(true);
            assertThat(open.getProperties().get(key("failover-server-list"))).isNull();
            SocketPeer.expectError(error, ConnectionError.REDIRECT);
            assertThat(error.getDescription()).contains("10.0.0.1:5671");
            assertThat((Object) error.getInfo())
                    .isEqualTo(Map.of(
                            key("network-host"), "10.0.0.1",
                            key("port"), 5671,
                            key("scheme"), "amqps",
                            key("hostname"), "broker.example.org"));
        }
    }

    @Test
    void shouldServeOthersAfterOneWasSentAway() throws IOException {
        try (SocketPeer stranger = new SocketPeer(broker.port());
                SocketPeer friend = SocketPeer.begun(broker.port(), "friend")) {
            stranger.open("stranger", open -> {});
            stranger.expect(Open.class);
            stranger.expect(Close.class);
            stranger.send(new Close());
            stranger.expectEnd();

            friend.attachSender("s", 0, "q");
        }
    }
}
