package io.carrick.server.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrick.broker.Administration;
import io.carrick.broker.Broker;
import io.carrick.broker.BrokerConnection;
import io.carrick.broker.ClientInfo;
import io.carrick.broker.ConnectionEvents;
import io.carrick.server.config.ConfigurationLoader;
import io.carrick.server.config.ServerConfiguration;
import io.carrick.server.yaml.ConfigurationException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeTest {
    @TempDir
    private Path directory;

    private final RecordingEngine engine = new RecordingEngine();

    private ServerConfiguration configuration(String... settings) throws Exception {
        List<String> all = new ArrayList<>(List.of("data=" + directory.resolve("data"), "http.port=0"));
        all.addAll(List.of(settings));
        return ConfigurationLoader.load(Optional.empty(), Map.of(), all);
    }

    private Node start(ServerConfiguration configuration) throws StartupException, ConfigurationException {
        return Node.start(configuration, (c, security, failed) -> {
            engine.storageFailed = failed;
            return engine;
        });
    }

    @Test
    void shouldTellTheAddressesItListensOn() throws Exception {
        Node node = start(configuration());
        assertThat(node.addresses()).containsOnlyKeys("amqp", "http");
        assertThat(node.addresses().get("http").getPort()).isPositive();
        node.stop();
    }

    @Test
    void shouldLeaveTheOperatorATokenWhileItRuns() throws Exception {
        ServerConfiguration configuration = configuration();
        Node node = start(configuration);
        Path file = configuration.data().resolve("management.json");
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(ManagementFile.read(configuration.data()).url())
                .isEqualTo("http://127.0.0.1:" + node.addresses().get("http").getPort());
        node.stop();
        assertThat(file).doesNotExist();
    }

    @Test
    void shouldStopTheEngineInOrder() throws Exception {
        start(configuration("http.enabled=false")).stop();
        assertThat(engine.calls).containsExactly("stop");
    }

    @Test
    void shouldAbandonTheEngineWhenTheDiskHasFailed() throws Exception {
        Node node = start(configuration());
        IOException failure = new IOException("disk on fire");
        engine.storageFailed.accept(failure);
        assertThat(node.storageFailure()).isCompletedWithValue(failure);
        node.stop();
        assertThat(engine.calls).containsExactly("abandon");
    }

    @Test
    void shouldStopTheEngineWhenTheHttpPortIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> start(configuration("http.port=" + taken.getLocalPort())))
                    .isInstanceOf(StartupException.class)
                    .hasMessageStartingWith("http cannot listen on 127.0.0.1:" + taken.getLocalPort());
        }
        assertThat(engine.calls).containsExactly("stop");
    }

    @Test
    void shouldRefuseABrokenUsersFileBeforeItStartsAnything() throws Exception {
        Path users = Files.writeString(directory.resolve("users.yaml"), "usres: []\n");
        assertThatThrownBy(() -> start(configuration("security.users-file=" + users)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith(users + ":1:1: usres: unknown key");
        assertThat(engine.calls).isEmpty();
    }

    /** An engine that only remembers how it was ended. */
    private static final class RecordingEngine implements Engine, Broker {
        private final List<String> calls = new ArrayList<>();
        private Consumer<Throwable> storageFailed;

        @Override
        public String id() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Broker broker() {
            return this;
        }

        @Override
        public Map<String, InetSocketAddress> listeners() {
            return Map.of("amqp", new InetSocketAddress(InetAddress.getLoopbackAddress(), 5672));
        }

        @Override
        public void stop() {
            calls.add("stop");
        }

        @Override
        public void abandon() {
            calls.add("abandon");
        }

        @Override
        public BrokerConnection connect(ClientInfo client, ConnectionEvents events, Executor loop) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Administration administration() {
            return null;
        }
    }
}
