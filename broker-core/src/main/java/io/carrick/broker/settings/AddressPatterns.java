package io.carrick.broker.settings;

import io.carrick.broker.AddressSettings;
import io.carrick.broker.AddressSettingsCatalog;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The catalog of settings that is made of patterns. An address gets from each matching pattern, the most specific
 * first, what the ones before left open, and the rest from the defaults. Immutable but for a bounded cache, and
 * thread-safe.
 */
public final class AddressPatterns implements AddressSettingsCatalog {
    /** Addresses whose settings are remembered. */
    static final int CACHED_MAX = 10_000;

    /**
     * What a pattern says of the addresses that match it.
     *
     * @param pattern which addresses
     * @param override what is set for them
     */
    public record Entry(AddressPattern pattern, AddressSettingsOverride override) {}

    private final List<Entry> leastSpecificFirst;
    private final AddressSettings defaults;
    private final Map<String, AddressSettings> cache = new ConcurrentHashMap<>();

    /**
     * A catalog.
     *
     * @param entries of equally specific patterns that match an address, the one that is listed first wins
     * @param defaults for what no pattern sets
     * @throws IllegalArgumentException if a pattern is listed twice
     */
    public AddressPatterns(List<Entry> entries, AddressSettings defaults) {
        Set<AddressPattern> patterns = new HashSet<>();
        for (Entry entry : entries) {
            if (!patterns.add(entry.pattern())) {
                throw new IllegalArgumentException("address pattern listed twice: " + entry.pattern());
            }
        }
        this.leastSpecificFirst = leastSpecificFirst(entries);
        this.defaults = defaults;
    }

    private static List<Entry> leastSpecificFirst(List<Entry> entries) {
        List<Entry> sorted = new ArrayList<>(entries);
        sorted.sort((a, b) -> AddressPattern.MOST_SPECIFIC_FIRST.compare(a.pattern(), b.pattern()));
        Collections.reverse(sorted);
        return List.copyOf(sorted);
    }

    @Override
    public AddressSettings settings(String address) {
        AddressSettings known = cache.get(address);
        if (known != null) {
            return known;
        }
        AddressSettings settings = lookUp(address);
        if (cache.size() >= CACHED_MAX) {
            // Starting over costs one look-up per address in use; it takes ten thousand other addresses to come here.
            cache.clear();
        }
        cache.put(address, settings);
        return settings;
    }

    private AddressSettings lookUp(String address) {
        AddressSettings settings = defaults;
        for (Entry entry : leastSpecificFirst) {
            if (entry.pattern().matches(address)) {
                settings = entry.override().over(settings);
            }
        }
        return settings;
    }

    /** How many addresses are remembered. */
    int cached() {
        return cache.size();
    }
}
