package io.carrick.server.yaml;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Makes a record of a {@link Tree}. A component {@code maxFrameSize} is the key {@code max-frame-size}. Components
 * may be plain values, records, {@code List} and {@code Optional} of these. An absent key takes its
 * {@link Default}; without one an {@code Optional} or {@code List} is empty, a record takes the defaults of its own
 * keys, and a plain value is an error. A record's constructor may refuse a combination of values by
 * {@link IllegalArgumentException}, which is reported with the place of the mapping.
 */
public final class RecordBinder {
    private RecordBinder() {}

    /**
     * Binds a whole tree.
     *
     * @throws ConfigurationException on the first unknown key or wrong value
     */
    public static <T extends Record> T bind(Tree tree, Class<T> type) throws ConfigurationException {
        return type.cast(record(tree, type, KeyPath.ROOT));
    }

    private static Object record(Tree tree, Class<?> type, KeyPath at) throws ConfigurationException {
        if (!(tree instanceof Tree.Mapping mapping)) {
            throw new ConfigurationException(tree.position(), at, "must be a mapping of keys to values");
        }
        RecordComponent[] components = type.getRecordComponents();
        refuseUnknownKeys(mapping, components, at);
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            values[i] = component(mapping, components[i], at.child(keyOf(components[i])));
        }
        return construct(type, values, mapping.position(), at);
    }

    private static void refuseUnknownKeys(Tree.Mapping mapping, RecordComponent[] components, KeyPath at)
            throws ConfigurationException {
        List<String> known = Arrays.stream(components).map(RecordBinder::keyOf).toList();
        for (Map.Entry<String, Tree.Entry> entry : mapping.entries().entrySet()) {
            if (!known.contains(entry.getKey())) {
                throw new ConfigurationException(
                        entry.getValue().key(),
                        at.child(entry.getKey()),
                        known.stream().sorted().collect(Collectors.joining(", ", "unknown key; known here: ", "")));
            }
        }
    }

    private static Object component(Tree.Mapping mapping, RecordComponent component, KeyPath at)
            throws ConfigurationException {
        Tree.Entry entry = mapping.entries().get(keyOf(component));
        Tree tree = entry == null || Tree.isAbsent(entry.value()) ? null : entry.value();
        Default preset = component.getAnnotation(Default.class);
        if (tree == null && preset != null) {
            tree = literal(preset.value(), Position.of("default"));
        }
        Object value = value(tree, component.getGenericType(), at, mapping.position());
        checkRange(
                value, component.getAnnotation(Range.class), at, tree == null ? mapping.position() : tree.position());
        return value;
    }

    private static Object value(Tree tree, Type type, KeyPath at, Position parent) throws ConfigurationException {
        if (type instanceof ParameterizedType generic) {
            Type inner = generic.getActualTypeArguments()[0];
            return generic.getRawType() == List.class
                    ? list(tree, inner, at)
                    : tree == null ? Optional.empty() : Optional.of(value(tree, inner, at, parent));
        }
        Class<?> plain = (Class<?>) type;
        if (isNested(plain)) {
            return record(tree == null ? Tree.empty(parent) : tree, plain, at);
        }
        if (tree == null) {
            throw new ConfigurationException(parent, at, "is required");
        }
        return scalar(tree, plain, at);
    }

    private static Object scalar(Tree tree, Class<?> type, KeyPath at) throws ConfigurationException {
        if (!(tree instanceof Tree.Scalar scalar)) {
            throw new ConfigurationException(tree.position(), at, "must be a plain value");
        }
        try {
            return ScalarParser.parse(scalar.text(), type);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(tree.position(), at, e.getMessage());
        }
    }

    private static List<Object> list(Tree tree, Type inner, KeyPath at) throws ConfigurationException {
        if (tree == null) {
            return List.of();
        }
        if (!(tree instanceof Tree.Sequence sequence)) {
            throw new ConfigurationException(tree.position(), at, "must be a list");
        }
        List<Object> items = new ArrayList<>();
        for (int i = 0; i < sequence.items().size(); i++) {
            Tree item = sequence.items().get(i);
            items.add(value(Tree.isAbsent(item) ? null : item, inner, at.child(i), item.position()));
        }
        return List.copyOf(items);
    }

    private static void checkRange(Object value, Range range, KeyPath at, Position position)
            throws ConfigurationException {
        Object plain = value instanceof Optional<?> optional ? optional.orElse(null) : value;
        if (range == null || plain == null) {
            return;
        }
        boolean size = plain instanceof ByteSize;
        long number = size ? ((ByteSize) plain).bytes() : ((Number) plain).longValue();
        if (number < range.min() || number > range.max()) {
            String unit = size ? " bytes" : "";
            String limits = range.max() == Long.MAX_VALUE
                    ? "must be at least " + range.min()
                    : "must be between " + range.min() + " and " + range.max();
            throw new ConfigurationException(position, at, limits + unit + ", not " + number);
        }
    }

    private static Object construct(Class<?> type, Object[] values, Position position, KeyPath at)
            throws ConfigurationException {
        try {
            Class<?>[] types = Arrays.stream(type.getRecordComponents())
                    .map(RecordComponent::getType)
                    .toArray(Class<?>[]::new);
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            // Records need not be public to be bound.
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException refused) {
                throw new ConfigurationException(position, at, refused.getMessage());
            }
            throw new IllegalStateException(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * A value given outside a file: text that begins with a bracket or brace is YAML, anything else is taken as it
     * is.
     */
    public static Tree literal(String text, Position position) throws ConfigurationException {
        return text.startsWith("[") || text.startsWith("{")
                ? YamlReader.read(text, position.toString())
                : new Tree.Scalar(text, position);
    }

    /** True for a record that is a mapping in YAML. */
    static boolean isNested(Class<?> type) {
        return type.isRecord() && type != ByteSize.class;
    }

    /** {@code maxFrameSize} is written {@code max-frame-size}. */
    static String keyOf(RecordComponent component) {
        return component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(java.util.Locale.ROOT);
    }
}
