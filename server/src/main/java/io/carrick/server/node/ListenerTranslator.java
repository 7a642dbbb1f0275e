package io.carrick.server.node;

import io.carrick.amqp.AmqpSettings;
import io.carrick.amqp.ListenerSettings;
import io.carrick.amqp.sasl.SaslMechanisms;
import io.carrick.server.config.AmqpConfiguration;
import io.carrick.server.config.ListenerConfiguration;
import io.carrick.server.config.SaslMechanism;
import io.carrick.server.config.ServerConfiguration;
import io.carrick.server.security.UsersFile;
import io.carrick.server.tls.ReloadingTls;
import io.carrick.server.yaml.ConfigurationException;
import io.carrick.transactions.TransactionLimits;
import io.netty.handler.ssl.SslContext;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the adapter's settings of the configuration, and warns of what lets strangers in. */
final class ListenerTranslator {
    private static final Logger LOG = LoggerFactory.getLogger(ListenerTranslator.class);
    private static final String ANONYMOUS = "ANONYMOUS";

    private ListenerTranslator() {}

    /** What all listeners have in common. */
    static AmqpSettings common(ServerConfiguration configuration) {
        AmqpConfiguration amqp = configuration.amqp();
        String version = Optional.ofNullable(
                        ListenerTranslator.class.getPackage().getImplementationVersion())
                .orElse("development");
        return new AmqpSettings(
                configuration.node().name(),
                version,
                new LinkedHashSet<>(configuration.virtualHosts()),
                amqp.queuePrefixes(),
                amqp.topicPrefixes(),
                amqp.channelMax(),
                AmqpSettings.DEFAULT.handleMax(),
                AmqpSettings.DEFAULT.incomingWindow(),
                amqp.idleTimeout(),
                amqp.producerCredit(),
                (int) amqp.largeMessageSize().bytes(),
                new TransactionLimits(
                        amqp.transactionLimit(), amqp.transactionTimeout().toMillis()),
                amqp.ioThreads());
    }

    /** Each listener's own settings; reads the files of TLS. */
    static List<ListenerSettings> listeners(ServerConfiguration configuration, Engine.Security security)
            throws ConfigurationException {
        List<ListenerSettings> settings = new ArrayList<>();
        for (ListenerConfiguration listener : configuration.listeners()) {
            warn(listener);
            settings.add(settings(listener, security));
        }
        return settings;
    }

    private static ListenerSettings settings(ListenerConfiguration listener, Engine.Security security)
            throws ConfigurationException {
        Supplier<SslContext> tls = listener.tls().isPresent()
                ? new ReloadingTls(listener.name(), listener.tls().get(), System::nanoTime)
                : null;
        return new ListenerSettings(
                listener.name(),
                listener.host(),
                listener.port(),
                tls,
                listener.websocket(),
                mechanisms(listener, security),
                listener.anonymous(),
                (int) listener.maxFrameSize().bytes(),
                listener.autoCreate(),
                listener.connectionLimit(),
                listener.authenticationTimeout());
    }

    /** Null for a listener without SASL. */
    private static SaslMechanisms mechanisms(ListenerConfiguration listener, Engine.Security security) {
        if (listener.sasl().isEmpty()) {
            return null;
        }
        List<String> names = new ArrayList<>(
                listener.sasl().stream().map(SaslMechanism::mechanismName).toList());
        if (listener.anonymous()) {
            names.add(ANONYMOUS);
        }
        return new SaslMechanisms(names, security.users(), security.certificates(), UsersFile.ITERATIONS);
    }

    private static void warn(ListenerConfiguration listener) {
        boolean local = isLoopback(listener.host());
        if (listener.anonymous()) {
            LOG.warn(
                    "clients without credentials are served listener={} host={} reachable-by={}",
                    listener.name(),
                    listener.host(),
                    local ? "this machine only" : "other machines");
        }
        if (!local && listener.tls().isEmpty() && listener.sasl().contains(SaslMechanism.PLAIN)) {
            LOG.warn("passwords may cross the network in the clear: PLAIN without TLS listener={}", listener.name());
        }
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false; // binding will fail, and say so
        }
    }
}
