package io.carrick.jms.config;

import io.carrick.jms.client.ClientSettings;
import io.carrick.jms.wire.Credentials;
import java.util.Map;
import java.util.Optional;

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

    /** The name of an option in full: those of {@code jms.} may come without it. */
    public static String nameOf(String option) {
        OptionGroup[] groups = OptionGroup.all();
        return OptionGroup.ofPrefix(option, groups) ? option : JmsOptions.GROUP.prefix() + option;
    }

    /**
     * Checks an option by itself.
     *
     * @throws IllegalArgumentException if there is no such option, or it does not permit such a value
     */
    public static void check(String option, String value) {
        OptionValues.of(Map.of(FactorySettingsParser.withoutNesting(option), value), OptionGroup.all());
    }

    /**
     * The value that a URI gives to an option of the whole; the user and password before the host count too.
     *
     * @param option its name in full
     */
    public static Optional<String> ofUri(String uri, String option) {
        FactorySettings settings = parse(uri, Map.of());
        if (option.equals(JmsOptions.USERNAME.name())) {
            return Optional.ofNullable(settings.credentials.user());
        }
        if (option.equals(JmsOptions.PASSWORD.name())) {
            return Optional.ofNullable(settings.credentials.password());
        }
        return Optional.ofNullable(UriParts.parse(uri).options().get(option));
    }
}
