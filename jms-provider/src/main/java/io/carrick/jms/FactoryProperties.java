package io.carrick.jms;

import io.carrick.jms.config.FactorySettings;
import java.io.Serializable;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The URI of a connection factory and the options set besides. Thread-safe. */
final class FactoryProperties implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final String URI = "remoteURI";
    private static final Set<String> NAMES_OF_THE_URI = Set.of(URI, "brokerURL", "brokerURI");

    private final TreeMap<String, String> options = new TreeMap<>();
    private String uri;

    FactoryProperties(String uri) {
        this.uri = uri;
    }

    synchronized String uri() {
        return uri;
    }

    synchronized void setUri(String other) {
        FactorySettings.parse(other, Map.of());
        uri = other;
    }

    /**
     * Sets one.
     *
     * @param name of an option, in full or without {@code jms.}, or of the URI
     * @param value null to take it back
     */
    synchronized void set(String name, String value) {
        if (NAMES_OF_THE_URI.contains(name)) {
            setUri(value);
            return;
        }
        String fullName = FactorySettings.nameOf(name);
        if (value == null) {
            options.remove(fullName);
        } else {
            FactorySettings.check(fullName, value);
            options.put(fullName, value);
        }
    }

    /** The value given, here or in the URI; null for none. */
    synchronized String effective(String name) {
        String fullName = FactorySettings.nameOf(name);
        String value = options.get(fullName);
        return value != null ? value : FactorySettings.ofUri(uri, fullName).orElse(null);
    }

    synchronized Map<String, String> toMap() {
        Map<String, String> all = new TreeMap<>(options);
        all.put(URI, uri);
        return all;
    }

    synchronized FactorySettings settings() {
        return FactorySettings.parse(uri, options);
    }
}
