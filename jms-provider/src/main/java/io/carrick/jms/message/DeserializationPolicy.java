package io.carrick.jms.message;

import jakarta.jms.MessageFormatException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputFilter.Status;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What may be deserialised of the body of an ObjectMessage that was received. Immutable.
 *
 * @param allowed the classes that may occur, each by its name, all of a package ({@code com.example.*}), of a package
 *     and those below it ({@code com.example.**}), or any at all ({@code *}); empty if nothing may be deserialised.
 *     If anything is allowed, so are strings, primitive types, arrays of what is allowed, the abstract classes
 *     {@link Number} and {@link Enum}, which come with every number and enum, and {@link Object} and {@link
 *     java.util.Map.Entry}, the elements of the arrays that collections allocate
 * @param depthMax how deeply objects may be nested
 * @param arrayLengthMax the longest array
 * @param referencesMax the most objects
 * @param bytesMax the longest body in bytes
 */
public record DeserializationPolicy(
        List<String> allowed, long depthMax, long arrayLengthMax, long referencesMax, long bytesMax) {
    /** Nothing is deserialised. */
    public static final DeserializationPolicy DENY_ALL = allow(List.of());

    private static final String ANY = "*";
    private static final Set<String> INNOCENT =
            Set.of("java.lang.String", "java.lang.Number", "java.lang.Enum", "java.lang.Object", "java.util.Map$Entry");
    private static final Set<String> PRIMITIVE =
            Set.of("boolean", "byte", "char", "short", "int", "long", "float", "double");
    private static final Pattern ARRAY = Pattern.compile("\\[+(?:[BCDFIJSZ]|L(.+);)");

    public DeserializationPolicy {
        allowed = List.copyOf(allowed);
    }

    /** Allows the classes, within limits that a message of ordinary size keeps. */
    public static DeserializationPolicy allow(List<String> patterns) {
        return new DeserializationPolicy(patterns, 64, 1 << 20, 1 << 20, 64L << 20);
    }

    /** Allows the classes of a comma-separated list of patterns, as options of a URI give it. */
    public static DeserializationPolicy parse(String patterns) {
        return allow(List.of(patterns.split(",")).stream()
                .map(String::strip)
                .filter(pattern -> !pattern.isEmpty())
                .toList());
    }

    /**
     * Deserialises an object.
     *
     * @throws MessageFormatException if it is not allowed, or cannot be
     */
    Object read(byte[] bytes, int from, int length) throws MessageFormatException {
        if (length > bytesMax) {
            throw new MessageFormatException(
                    "An object of " + length + " bytes is not deserialised: " + bytesMax + " are allowed");
        }
        return ObjectSerialization.read(bytes, from, length, this);
    }

    /** Whether a class may occur, by its binary name, which is that of {@link Class#getName}. */
    boolean allows(String className) {
        if (allowed.isEmpty()) {
            return false;
        }
        var array = ARRAY.matcher(className);
        if (array.matches()) {
            return array.group(1) == null || allows(array.group(1));
        }
        return INNOCENT.contains(className)
                || PRIMITIVE.contains(className)
                || allowed.stream().anyMatch(pattern -> matches(pattern, className));
    }

    private static boolean matches(String pattern, String className) {
        if (pattern.equals(ANY)) {
            return true;
        }
        if (pattern.endsWith(".**")) {
            return className.startsWith(pattern.substring(0, pattern.length() - 2));
        }
        if (pattern.endsWith(".*")) {
            int packageEnd = pattern.length() - 1;
            return className.startsWith(pattern.substring(0, packageEnd)) && className.indexOf('.', packageEnd) < 0;
        }
        return pattern.equals(className);
    }

    ObjectInputFilter filter() {
        return this::check;
    }

    private Status check(ObjectInputFilter.FilterInfo info) {
        boolean exceeded = info.depth() > depthMax
                || info.arrayLength() > arrayLengthMax
                || info.references() > referencesMax
                || info.streamBytes() > bytesMax;
        if (exceeded || allowed.isEmpty()) {
            return Status.REJECTED;
        }
        Class<?> type = info.serialClass();
        if (type == null) {
            return Status.UNDECIDED;
        }
        // The interfaces of a proxy were checked by their names as it was resolved.
        return Proxy.isProxyClass(type) || allows(type.getName()) ? Status.ALLOWED : Status.REJECTED;
    }
}
