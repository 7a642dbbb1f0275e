package io.carrick.jms.message;

import java.util.List;

/**
 * What may be deserialised of the body of an ObjectMessage that was received. Immutable.
 *
 * @param allowed the classes that may occur, each by its name, all of a package ({@code com.example.*}), of a package
 *     and those below it ({@code com.example.**}), or any at all ({@code *}); empty if nothing may be deserialised.
 *     Strings, and arrays of what is allowed and of primitive types, are allowed then without being named
 * @param depthMax how deeply objects may be nested
 * @param arrayLengthMax the longest array
 * @param referencesMax the most objects
 * @param bytesMax the longest body in bytes
 */
public record DeserializationPolicy(
        List<String> allowed, long depthMax, long arrayLengthMax, long referencesMax, long bytesMax) {
    /** Nothing is deserialised. */
    public static final DeserializationPolicy DENY_ALL = allow(List.of());

    public DeserializationPolicy {
        allowed = List.copyOf(allowed);
    }

    /** Allows the classes, within limits that a message of ordinary size keeps. */
    public static DeserializationPolicy allow(List<String> patterns) {
        return new DeserializationPolicy(patterns, 64, 1 << 20, 1 << 20, 64L << 20);
    }

    /** Allows the classes of a comma-separated list of patterns, as options of a URI give it. */
    public static DeserializationPolicy parse(String patterns) {
        return allow(List.of(patterns.split("\\s*,\\s*")).stream()
                .map(String::strip)
                .filter(pattern -> !pattern.isEmpty())
                .toList());
    }
}
