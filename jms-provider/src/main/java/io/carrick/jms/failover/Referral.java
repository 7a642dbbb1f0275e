package io.carrick.jms.failover;

import io.carrick.jms.config.BrokerEndpoint;
import io.carrick.jms.config.Scheme;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where a broker points to: by a redirect (AMQP 1.0, part 2, section 2.8.16) or by the list {@code
 * failover-server-list} among the properties of its open.
 */
public final class Referral {
    private static final int PORT_MAX = 65_535;

    private Referral() {}

    /**
     * The broker that the map describes by {@code network-host}, {@code port}, {@code scheme} and {@code path}.
     *
     * @param from what sent the map; what the map leaves open stays as it is there
     * @throws IllegalArgumentException with the reason if there is no such broker, or it would be reached without the
     *     encryption that the one that refers to it is reached by
     */
    public static BrokerEndpoint of(Map<?, ?> description, BrokerEndpoint from) {
        Map<String, Object> fields = new HashMap<>();
        description.forEach((key, value) -> fields.put(String.valueOf(key), value));
        Scheme scheme = fields.get("scheme") == null
                ? from.scheme()
                : Scheme.of(fields.get("scheme").toString());
        if (from.scheme().isSecure() && !scheme.isSecure() && !from.amqp().insecureRedirects()) {
            throw new IllegalArgumentException(
                    "the broker at " + from.uri() + " refers to " + description + ", where nothing is encrypted");
        }
        return from.at(uri(scheme, host(fields, description), port(fields, description), fields.get("path")));
    }

    private static String host(Map<String, Object> fields, Map<?, ?> description) {
        if (fields.get("network-host") instanceof String host && !host.isEmpty()) {
            return host;
        }
        throw new IllegalArgumentException("no network-host in " + description);
    }

    private static int port(Map<String, Object> fields, Map<?, ?> description) {
        if (fields.get("port") instanceof Number port && port.intValue() > 0 && port.intValue() <= PORT_MAX) {
            return port.intValue();
        }
        throw new IllegalArgumentException("no port in " + description);
    }

    private static URI uri(Scheme scheme, String host, int port, Object path) {
        String bracketed = host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
        try {
            return new URI(scheme.toString(), null, bracketed, port, path == null ? null : path.toString(), null, null);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("no broker can be at " + host + ": " + e.getMessage(), e);
        }
    }

    /** The brokers of a list; those that are none, or must not be gone to, are left out. */
    public static List<BrokerEndpoint> list(Object property, BrokerEndpoint from) {
        List<BrokerEndpoint> found = new ArrayList<>();
        if (property instanceof List<?> list) {
            for (Object entry : list) {
                if (entry instanceof Map<?, ?> description) {
                    addIfUsable(description, from, found);
                }
            }
        }
        return found;
    }

    private static void addIfUsable(Map<?, ?> description, BrokerEndpoint from, List<BrokerEndpoint> found) {
        try {
            found.add(of(description, from));
        } catch (IllegalArgumentException e) {
            // One bad entry, or one that must not be followed, leaves the others useful.
            return;
        }
    }
}
