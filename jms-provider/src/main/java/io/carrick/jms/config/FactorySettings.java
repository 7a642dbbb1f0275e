package io.carrick.jms.config;

import io.carrick.jms.client.ClientSettings;
import io.carrick.jms.wire.Credentials;
import java.util.Map;

/**
 * All that a connection factory is configured with. Immutable.
 *
 * @param connection for the wire
 * @param client for the JMS objects
 * @param credentials of who connects without giving any
 */
public record FactorySettings(ConnectionSettings connection, ClientSettings client, Credentials credentials) {

    /**
     * Settings of a URI.
     *
     * @param uri of one broker, or {@code failover:(uri,uri)?options}
     * @param overrides options by name, which win over those of the URI
     * @throws IllegalArgumentException that says what is wrong about which part
     */
    public static FactorySettings parse(String uri, Map<String, String> overrides) {
        return FactorySettingsParser.parse(uri, overrides);
    }
}
