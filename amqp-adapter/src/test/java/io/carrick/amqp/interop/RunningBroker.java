package io.carrick.amqp.interop;

import io.carrick.amqp.AmqpServer;
import io.carrick.amqp.AmqpSettings;
import io.carrick.amqp.ListenerSettings;
import io.carrick.amqp.Management;
import io.carrick.amqp.Topology;
import io.carrick.amqp.mechanism.ScramHash;
import io.carrick.amqp.message.AmqpMessageFormat;
import io.carrick.amqp.sasl.CertificateMapper;
import io.carrick.amqp.sasl.PasswordVerifier;
import io.carrick.amqp.sasl.SaslMechanisms;
import io.carrick.amqp.sasl.ScramCredential;
import io.carrick.amqp.sasl.StoredUsers;
import io.carrick.amqp.sasl.User;
import io.carrick.broker.AddressSettings;
import io.carrick.broker.Authorizer;
import io.carrick.broker.BrokerEnvironment;
import io.carrick.broker.BrokerSettings;
import io.carrick.broker.core.CarrickBroker;
import io.carrick.store.CommitLogSettings;
import io.carrick.store.file.FileLogDirectory;
import io.carrick.store.file.LogDirectory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** A whole broker with its AMQP listener on a free port of the loopback interface. */
final class RunningBroker implements AutoCloseable {
    private final LogDirectory directory;
    private final CarrickBroker broker;
    private final AmqpServer server;
    private final Map<String, InetSocketAddress> bound;
    final List<Throwable> failures = new CopyOnWriteArrayList<>();

    RunningBroker(Path data, AmqpSettings settings, ListenerSettings... more) throws IOException {
        this(data, settings, Topology.SINGLE_NODE, 8 << 20, more);
    }

    RunningBroker(Path data, AmqpSettings settings, Management management) throws IOException {
        this(data, settings, Topology.SINGLE_NODE, 8 << 20, management);
    }

    /**
     * A broker.
     *
     * @param cacheBytes for messages that are in the log as well
     */
    RunningBroker(Path data, AmqpSettings settings, Topology topology, long cacheBytes, ListenerSettings... more)
            throws IOException {
        this(data, settings, topology, cacheBytes, Management.NONE, more);
    }

    private RunningBroker(
            Path data,
            AmqpSettings settings,
            Topology topology,
            long cacheBytes,
            Management management,
            ListenerSettings... more)
            throws IOException {
        CommitLogSettings log = new CommitLogSettings(4 << 20, 0, 16 << 20);
        directory = FileLogDirectory.at(data);
        broker = CarrickBroker.open(
                directory,
                new BrokerSettings(log, cacheBytes, 8 << 20, 16 << 20),
                new BrokerEnvironment(
                        RunningBroker::addressSettings,
                        Authorizer.PERMIT_ALL,
                        new AmqpMessageFormat(),
                        Clock.systemUTC(),
                        failures::add));
        List<ListenerSettings> listeners = new ArrayList<>(List.of(more));
        listeners.add(ListenerSettings.tcp("test", "127.0.0.1", 0, anonymous()));
        server = new AmqpServer(broker, settings, listeners, topology, management);
        bound = server.start();
    }

    /**
     * Addresses that begin with "small" take messages of up to 1000 bytes; "full" ones hold two messages; messages in
     * "fragile" ones may be lost twice.
     */
    private static AddressSettings addressSettings(String address) {
        AddressSettings d = AddressSettings.DEFAULT;
        return new AddressSettings(
                d.defaultKind(),
                d.autoCreate(),
                d.autoDelete(),
                d.deadLetterAddress(),
                d.expiryAddress(),
                d.deliveryAttemptsMax(),
                address.startsWith("fragile") ? 2 : d.deliveryLossesMax(),
                d.redeliveryDelay(),
                d.redeliveryDelayMultiplier(),
                d.redeliveryDelayMax(),
                d.durability(),
                address.startsWith("small") ? 1000 : d.messageSizeMax(),
                address.startsWith("full") ? 2 : d.messagesMax(),
                d.whenFull(),
                d.exclusive(),
                d.deduplicationWindow(),
                d.defaultTimeToLive());
    }

    /** Mechanisms for one user. */
    static SaslMechanisms users(String name, String password, String... mechanisms) {
        ScramCredential credential =
                ScramCredential.derive(ScramHash.SHA_256, password.toCharArray(), new byte[16], 4096);
        User user = new User(name, List.of(credential), Set.of());
        StoredUsers users = new StoredUsers(Set.of(user), new PasswordVerifier(10), 4096);
        return new SaslMechanisms(Set.of(mechanisms), users, CertificateMapper.COMMON_NAME, 4096);
    }

    static SaslMechanisms anonymous() {
        StoredUsers nobody = new StoredUsers(Set.of(), new PasswordVerifier(10), 4096);
        return new SaslMechanisms(Set.of("ANONYMOUS"), nobody, CertificateMapper.COMMON_NAME, 4096);
    }

    int port() {
        return port("test");
    }

    int port(String listener) {
        return bound.get(listener).getPort();
    }

    AmqpServer server() {
        return server;
    }

    @Override
    public void close() throws IOException {
        server.stop(Duration.ofSeconds(2));
        broker.close();
        directory.close();
        if (!failures.isEmpty()) {
            throw new IOException("the broker failed", failures.get(0));
        }
    }
}
