package io.carrick.server.config;

import io.carrick.broker.AddressSettings;
import io.carrick.broker.AddressSettingsCatalog;
import io.carrick.broker.settings.AddressPatterns;
import io.carrick.server.yaml.Default;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Everything an operator can set.
 *
 * @param data directory of all files that the broker writes
 * @param addresses settings by address pattern; a more specific pattern overrides a less specific one key by key
 * @param queues created at start if they do not exist
 * @param topics created at start if they do not exist
 * @param virtualHosts host names that clients may ask for when they open a connection; empty: any
 */
public record ServerConfiguration(
        NodeConfiguration node,
        @Default("data") Path data,
        List<ListenerConfiguration> listeners,
        AmqpConfiguration amqp,
        HttpConfiguration http,
        StoreConfiguration store,
        MemoryConfiguration memory,
        HalfMessagesConfiguration halfMessages,
        TransactionsConfiguration transactions,
        List<AddressConfiguration> addresses,
        List<String> queues,
        List<String> topics,
        SecurityConfiguration security,
        LoggingConfiguration logging,
        List<String> virtualHosts) {

    public ServerConfiguration {
        Set<String> names = new HashSet<>();
        for (ListenerConfiguration listener : listeners) {
            if (!names.add(listener.name())) {
                throw new IllegalArgumentException("two listeners are named '" + listener.name() + "'");
            }
        }
        catalog(addresses);
    }

    /** Finds the settings of an address. */
    public AddressSettingsCatalog addressSettings() {
        return catalog(addresses);
    }

    private static AddressSettingsCatalog catalog(List<AddressConfiguration> addresses) {
        return new AddressPatterns(
                addresses.stream().map(AddressConfiguration::entry).toList(), AddressSettings.DEFAULT);
    }

    /** Where users and their password hashes are kept. */
    public Path usersFile() {
        return security.usersFile().orElse(data.resolve("users.yaml"));
    }
}
