package io.carrick.server.node;

import io.carrick.amqp.AmqpServer;
import io.carrick.amqp.ListenerSettings;
import io.carrick.amqp.Topology;
import io.carrick.amqp.message.AmqpMessageFormat;
import io.carrick.broker.Broker;
import io.carrick.broker.BrokerEnvironment;
import io.carrick.broker.BrokerSettings;
import io.carrick.broker.core.CarrickBroker;
import io.carrick.server.config.ServerConfiguration;
import io.carrick.server.management.ManagementNode;
import io.carrick.server.operator.OperatorTransactions;
import io.carrick.server.yaml.ConfigurationException;
import io.carrick.store.file.DirectoryInUseException;
import io.carrick.store.file.FileLogDirectory;
import io.carrick.store.file.LogDirectory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The engine made of the store, the core and the AMQP adapter. */
public final class CarrickEngine implements Engine {
    private static final Logger LOG = LoggerFactory.getLogger(CarrickEngine.class);

    /** What clients have to answer the close of their connections. */
    private static final Duration CLIENTS_LEAVE = Duration.ofSeconds(5);

    private final LogDirectory directory;
    private final CarrickBroker broker;
    private final AmqpServer amqp;
    private final Map<String, InetSocketAddress> listeners;
    private final Consumer<Throwable> storageFailed;

    private CarrickEngine(
            LogDirectory directory,
            CarrickBroker broker,
            AmqpServer amqp,
            Map<String, InetSocketAddress> listeners,
            Consumer<Throwable> storageFailed) {
        this.directory = directory;
        this.broker = broker;
        this.amqp = amqp;
        this.listeners = listeners;
        this.storageFailed = storageFailed;
    }

    /** Starts the engine; see {@link Engine.Factory#start}. */
    public static Engine start(ServerConfiguration configuration, Security security, Consumer<Throwable> storageFailed)
            throws StartupException, ConfigurationException {
        List<ListenerSettings> settings = ListenerTranslator.listeners(configuration, security);
        LogDirectory directory = lock(configuration.data());
        CarrickBroker broker = recover(configuration, security, storageFailed, directory);
        ManagementNode management = new ManagementNode(
                new OperatorTransactions(broker.administration(), security.authorizer()), Clock.systemUTC());
        AmqpServer amqp = new AmqpServer(
                broker, ListenerTranslator.common(configuration), settings, Topology.SINGLE_NODE, management);
        try {
            Map<String, InetSocketAddress> bound = inOrder(settings, amqp.start());
            bound.forEach((name, address) -> LOG.info("listening listener={} address={}", name, address));
            return new CarrickEngine(directory, broker, amqp, bound, storageFailed);
        } catch (IOException e) {
            close(broker, storageFailed);
            release(directory);
            throw new StartupException(ExitStatus.FAILED, e.getMessage(), e);
        }
    }

    private static Map<String, InetSocketAddress> inOrder(
            List<ListenerSettings> settings, Map<String, InetSocketAddress> bound) {
        Map<String, InetSocketAddress> ordered = new LinkedHashMap<>();
        settings.forEach(listener -> ordered.put(listener.name(), bound.get(listener.name())));
        return ordered;
    }

    private static LogDirectory lock(Path data) throws StartupException {
        try {
            return FileLogDirectory.at(data);
        } catch (DirectoryInUseException e) {
            throw new StartupException(ExitStatus.FAILED, e.getMessage(), e);
        } catch (IOException e) {
            throw new StartupException(ExitStatus.STORAGE, "data directory " + data + " cannot be used: " + e, e);
        }
    }

    private static CarrickBroker recover(
            ServerConfiguration configuration,
            Security security,
            Consumer<Throwable> storageFailed,
            LogDirectory directory)
            throws StartupException {
        BrokerEnvironment environment = new BrokerEnvironment(
                configuration.addressSettings(),
                security.authorizer(),
                new AmqpMessageFormat(),
                Clock.systemUTC(),
                storageFailed);
        long started = System.nanoTime();
        try {
            CarrickBroker broker = CarrickBroker.open(directory, settings(configuration), environment);
            LOG.info(
                    "recovered data={} millis={}",
                    configuration.data().toAbsolutePath().normalize(),
                    (System.nanoTime() - started) / 1_000_000);
            return broker;
        } catch (IOException e) {
            release(directory);
            throw new StartupException(ExitStatus.STORAGE, "storage cannot be used: " + e.getMessage(), e);
        }
    }

    /** Of the memory for messages, most is for those that are on disk as well and the rest for those that are not. */
    private static BrokerSettings settings(ServerConfiguration configuration) {
        long memory = configuration.memory().limitBytes();
        return new BrokerSettings(
                configuration.store().commitLog(),
                memory * 3 / 5,
                memory * 2 / 5,
                configuration.store().checkpointEvery().bytes(),
                configuration.halfMessages().settings(),
                configuration.transactions().outcomes());
    }

    @Override
    public Broker broker() {
        return broker;
    }

    @Override
    public Map<String, InetSocketAddress> listeners() {
        return Collections.unmodifiableMap(listeners);
    }

    @Override
    public void stop() {
        amqp.stop(CLIENTS_LEAVE);
        close(broker, storageFailed);
        release(directory);
    }

    private static void close(CarrickBroker broker, Consumer<Throwable> storageFailed) {
        try {
            broker.close();
        } catch (IOException e) {
            storageFailed.accept(e);
        }
    }

    @Override
    public void abandon() {
        amqp.stop(Duration.ZERO);
        try {
            broker.halt();
        } catch (IOException e) {
            LOG.warn("files not closed: {}", e.toString());
        }
        release(directory);
    }

    private static void release(LogDirectory directory) {
        try {
            directory.close();
        } catch (IOException e) {
            LOG.warn("data directory not released: {}", e.toString());
        }
    }
}
