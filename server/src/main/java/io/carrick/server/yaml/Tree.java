package io.carrick.server.yaml;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A value as written, before it has a type. Immutable. */
public sealed interface Tree {
    /** Where it was written. */
    Position position();

    /** Text; null for a key without a value, which counts as absent. */
    record Scalar(String text, Position position) implements Tree {}

    /** Values in order. */
    record Sequence(List<Tree> items, Position position) implements Tree {
        public Sequence {
            items = List.copyOf(items);
        }
    }

    /** Values by key, in the order written. */
    record Mapping(Map<String, Entry> entries, Position position) implements Tree {
        public Mapping {
            entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
        }
    }

    /** A key's own place, and its value. */
    record Entry(Position key, Tree value) {}

    /** A mapping without entries. */
    static Tree empty(Position position) {
        return new Mapping(Map.of(), position);
    }

    /**
     * This tree with the value at a path added or replaced; mappings and list items on the way are created.
     *
     * @throws ConfigurationException if the path goes through a plain value, or skips an index of a list
     */
    default Tree with(KeyPath path, Tree value) throws ConfigurationException {
        return put(this, KeyPath.ROOT, path, value);
    }

    private static Tree put(Tree tree, KeyPath at, KeyPath rest, Tree value) throws ConfigurationException {
        if (rest.isRoot()) {
            return value;
        }
        Tree container = isAbsent(tree) ? emptyFor(rest.head(), value.position()) : tree;
        if (container instanceof Mapping mapping) {
            return putKey(mapping, at, rest, value);
        } else if (container instanceof Sequence sequence) {
            return putItem(sequence, at, rest, value);
        }
        throw new ConfigurationException(value.position(), at, "is a plain value and has no '" + rest.head() + "'");
    }

    private static Tree putKey(Mapping mapping, KeyPath at, KeyPath rest, Tree value) throws ConfigurationException {
        Map<String, Entry> entries = new LinkedHashMap<>(mapping.entries());
        Entry old = entries.get(rest.head());
        Tree updated = put(old == null ? null : old.value(), at.child(rest.head()), rest.tail(), value);
        entries.put(rest.head(), new Entry(old == null ? value.position() : old.key(), updated));
        return new Mapping(entries, mapping.position());
    }

    private static Tree putItem(Sequence sequence, KeyPath at, KeyPath rest, Tree value) throws ConfigurationException {
        List<Tree> items = new ArrayList<>(sequence.items());
        if (!KeyPath.isIndex(rest.head()) || Integer.parseInt(rest.head()) > items.size()) {
            throw new ConfigurationException(
                    value.position(), at, "is a list of " + items.size() + ", '" + rest.head() + "' is no index of it");
        }
        int index = Integer.parseInt(rest.head());
        Tree old = index < items.size() ? items.get(index) : null;
        Tree updated = put(old, at.child(index), rest.tail(), value);
        if (old == null) {
            items.add(updated);
        } else {
            items.set(index, updated);
        }
        return new Sequence(items, sequence.position());
    }

    private static Tree emptyFor(String segment, Position position) {
        return KeyPath.isIndex(segment) ? new Sequence(List.of(), position) : empty(position);
    }

    /** True for null and for a key without a value. */
    static boolean isAbsent(Tree tree) {
        return tree == null || tree instanceof Scalar scalar && scalar.text() == null;
    }
}
