package io.carrick.server.yaml;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The keys that a record type knows. */
public final class Schema {
    private Schema() {}

    /**
     * A key that takes a plain value or a list of plain values.
     *
     * @param name full name with {@code []} for an index, {@code listeners[].port}
     * @param preset the default as written in YAML, if it has one
     */
    public record Key(String name, Optional<String> preset) {}

    /** All keys of a type, in the order of its components. */
    public static List<Key> keys(Class<? extends Record> type) {
        List<Key> keys = new ArrayList<>();
        collect(type, "", keys);
        return keys;
    }

    private static void collect(Class<?> type, String prefix, List<Key> keys) {
        for (RecordComponent component : type.getRecordComponents()) {
            Class<?> inner = innerType(component.getGenericType());
            String name = prefix + RecordBinder.keyOf(component);
            if (RecordBinder.isNested(inner)) {
                collect(inner, name + (isList(component.getGenericType()) ? "[]." : "."), keys);
            } else {
                Default preset = component.getAnnotation(Default.class);
                keys.add(new Key(name, Optional.ofNullable(preset).map(Default::value)));
            }
        }
    }

    /**
     * The key that an environment variable means: {@code STORE_SEGMENT_SIZE} is {@code store.segment-size} and
     * {@code LISTENERS_0_PORT} is {@code listeners[0].port}.
     *
     * @param variable without the product's prefix
     * @return empty if it means no key
     */
    public static Optional<KeyPath> keyOfVariable(Class<? extends Record> type, String variable) {
        return find(type, variable.toLowerCase(Locale.ROOT), KeyPath.ROOT);
    }

    private static Optional<KeyPath> find(Class<?> type, String rest, KeyPath at) {
        for (RecordComponent component : type.getRecordComponents()) {
            String key = RecordBinder.keyOf(component);
            Optional<String> after = afterWord(rest, key.replace('-', '_'));
            Optional<KeyPath> found = after.flatMap(r -> within(component.getGenericType(), r, at.child(key)));
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static Optional<KeyPath> within(Type type, String rest, KeyPath at) {
        Class<?> inner = innerType(type);
        if (rest.isEmpty()) {
            return RecordBinder.isNested(inner) && !isList(type) ? Optional.empty() : Optional.of(at);
        }
        if (isList(type)) {
            String index = rest.split("_", 2)[0];
            if (!KeyPath.isIndex(index)) {
                return Optional.empty();
            }
            return itemOf(inner, afterWord(rest, index).orElseThrow(), at.child(index));
        }
        return RecordBinder.isNested(inner) ? find(inner, rest, at) : Optional.empty();
    }

    private static Optional<KeyPath> itemOf(Class<?> inner, String rest, KeyPath at) {
        if (RecordBinder.isNested(inner)) {
            return find(inner, rest, at);
        }
        return rest.isEmpty() ? Optional.of(at) : Optional.empty();
    }

    /** What follows a word and its underscore; empty text if nothing follows, empty if it is another word. */
    private static Optional<String> afterWord(String text, String word) {
        if (text.equals(word)) {
            return Optional.of("");
        }
        return text.startsWith(word + "_") ? Optional.of(text.substring(word.length() + 1)) : Optional.empty();
    }

    private static boolean isList(Type type) {
        return type instanceof ParameterizedType generic && generic.getRawType() == List.class;
    }

    private static Class<?> innerType(Type type) {
        return type instanceof ParameterizedType generic
                ? innerType(generic.getActualTypeArguments()[0])
                : (Class<?>) type;
    }
}
