package io.carrick.server.node;

import io.carrick.amqp.sasl.CertificateMapper;
import io.carrick.amqp.sasl.UserDirectory;
import io.carrick.broker.Authorizer;
import io.carrick.broker.Broker;
import io.carrick.server.config.ServerConfiguration;
import io.carrick.server.yaml.ConfigurationException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.function.Consumer;

/** Store, core and listeners of a running broker. Thread-safe. */
public interface Engine {
    /** Starts an engine. */
    @FunctionalInterface
    interface Factory {
        /**
         * Recovers what is on disk and begins to listen. What was started is stopped again when something fails.
         *
         * @param storageFailed told, once and on any thread, that the disk failed: the engine acknowledges nothing
         *     any more and the process must end
         */
        Engine start(ServerConfiguration configuration, Security security, Consumer<Throwable> storageFailed)
                throws StartupException, ConfigurationException;
    }

    /** Who clients are and what they may do. */
    record Security(UserDirectory users, CertificateMapper certificates, Authorizer authorizer) {}

    Broker broker();

    /** The bound addresses of the listeners by name, in the order of the configuration. */
    Map<String, InetSocketAddress> listeners();

    /**
     * Stops in order: accepts no more connections, closes those there are, checkpoints, flushes and closes the files.
     * A disk that fails meanwhile is told as at any other time.
     */
    void stop();

    /** Closes what can be closed after the disk failed; writes nothing. */
    void abandon();
}
