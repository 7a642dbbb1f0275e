package io.carrick.jms.config;

import io.carrick.jms.config.UriParts.BrokerPart;
import io.carrick.jms.wire.Credentials;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes settings of a URI's parts. */
final class FactorySettingsParser {
    private static final String NESTED = "failover.nested.";
    private static final OptionGroup[] OF_BROKERS = {TransportOptions.GROUP, AmqpOptions.GROUP};

    private final Map<String, String> ofBrokers = new LinkedHashMap<>();
    private final Map<String, String> ofFailover = new LinkedHashMap<>();
    private final Map<String, String> ofJms = new LinkedHashMap<>();
    private final Map<String, String> overrides;
    private Credentials credentials = Credentials.NONE;

    private FactorySettingsParser(Map<String, String> overrides) {
        this.overrides = overrides;
    }

    static FactorySettings parse(String uri, Map<String, String> overrides) {
        try {
            return new FactorySettingsParser(overrides).settings(UriParts.parse(uri));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("The broker URI cannot be used: " + e.getMessage(), e);
        }
    }

    private FactorySettings settings(UriParts parts) {
        parts.options().forEach(this::sort);
        overrides.forEach(this::sort);
        if (!parts.failover() && !ofFailover.isEmpty()) {
            throw new IllegalArgumentException("option "
                    + ofFailover.keySet().iterator().next() + " needs a URI of the form failover:(uri,uri)?options");
        }
        List<BrokerEndpoint> brokers = new ArrayList<>();
        for (BrokerPart part : parts.brokers()) {
            brokers.add(endpoint(part));
        }
        requireSameSasl(brokers);
        Optional<FailoverSettings> failover = parts.failover()
                ? Optional.of(FailoverOptions.settings(OptionValues.of(ofFailover, FailoverOptions.GROUP)))
                : Optional.empty();
        OptionValues jms = OptionValues.of(ofJms, JmsOptions.GROUP);
        ConnectionSettings connection = new ConnectionSettings(
                brokers,
                failover,
                JmsOptions.timeouts(jms),
                JmsOptions.prefixes(jms),
                jms.get(JmsOptions.DAEMON_THREADS));
        long drainTimeoutMillis = brokers.get(0).amqp().drainTimeoutMillis();
        return new FactorySettings(
                connection, JmsOptions.client(jms, drainTimeoutMillis), JmsOptions.credentials(jms, credentials));
    }

    private void sort(String name, String value) {
        if (name.startsWith(NESTED)) {
            ofBrokers.put(withoutNesting(name), value);
        } else if (name.startsWith(FailoverOptions.GROUP.prefix())) {
            ofFailover.put(name, value);
        } else if (name.startsWith(JmsOptions.GROUP.prefix())) {
            ofJms.put(name, value);
        } else if (OptionGroup.ofPrefix(name, OF_BROKERS)) {
            ofBrokers.put(name, value);
        } else {
            throw new IllegalArgumentException(OptionGroup.complaint(name, OptionGroup.all()));
        }
    }

    /** Options of brokers, given to all of a failover, may be marked as such. */
    static String withoutNesting(String name) {
        return name.startsWith(NESTED) ? name.substring(NESTED.length()) : name;
    }

    private BrokerEndpoint endpoint(BrokerPart part) {
        int authorityBegin = part.place().indexOf("://");
        if (authorityBegin < 0) {
            throw new IllegalArgumentException("'" + part.place() + "' is not of the form scheme://host:port");
        }
        Scheme scheme = Scheme.of(part.place().substring(0, authorityBegin));
        String rest = part.place().substring(authorityBegin + 3);
        int slash = rest.indexOf('/');
        Authority authority = Authority.parse(slash < 0 ? rest : rest.substring(0, slash));
        take(authority.credentials());
        OptionValues values = OptionValues.of(options(part), OF_BROKERS);
        return new BrokerEndpoint(
                uri(scheme, authority, slash < 0 ? "" : rest.substring(slash)),
                TransportOptions.settings(values),
                AmqpOptions.settings(values));
    }

    private Map<String, String> options(BrokerPart part) {
        Map<String, String> options = new LinkedHashMap<>(ofBrokers);
        options.putAll(part.options());
        overrides.forEach((name, value) -> {
            if (OptionGroup.ofPrefix(name, OF_BROKERS)) {
                options.put(name, value);
            }
        });
        return options;
    }

    /** Credentials are those of the connection, and so is how they may be used. */
    private static void requireSameSasl(List<BrokerEndpoint> brokers) {
        AmqpSettings first = brokers.get(0).amqp();
        for (BrokerEndpoint broker : brokers) {
            AmqpSettings other = broker.amqp();
            if (!other.saslMechanisms().equals(first.saslMechanisms())
                    || other.plainWithoutTls() != first.plainWithoutTls()) {
                throw new IllegalArgumentException("the URIs of a failover differ in "
                        + AmqpOptions.SASL_MECHANISMS.name() + " or " + AmqpOptions.PLAIN_WITHOUT_TLS.name()
                        + "; give them once, after the closing parenthesis");
            }
        }
    }

    private void take(Credentials ofUri) {
        if (ofUri.user() == null) {
            return;
        }
        if (credentials.user() != null && !credentials.equals(ofUri)) {
            throw new IllegalArgumentException("the URIs of a failover name different users");
        }
        credentials = ofUri;
    }

    private static URI uri(Scheme scheme, Authority authority, String path) {
        String host = authority.host().indexOf(':') < 0 ? authority.host() : "[" + authority.host() + "]";
        int port = authority.port() < 0 ? scheme.defaultPort() : authority.port();
        try {
            return new URI(scheme + "://" + host + ":" + port + path);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }
}
