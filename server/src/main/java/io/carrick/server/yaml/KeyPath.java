package io.carrick.server.yaml;

import java.util.ArrayList;
import java.util.List;

/** Names a place in a {@link Tree}: {@code listeners[0].tls.key}. Immutable. */
public record KeyPath(List<String> segments) {
    /** The place of the whole tree. */
    public static final KeyPath ROOT = new KeyPath(List.of());

    public KeyPath {
        segments = List.copyOf(segments);
    }

    /**
     * Parses {@code a.b[0].c}, for which {@code a.b.0.c} is another spelling.
     *
     * @throws IllegalArgumentException if a segment is empty
     */
    public static KeyPath parse(String text) {
        String dotted = text.replace("[", ".").replace("]", "");
        List<String> segments = List.of(dotted.split("\\.", -1));
        if (segments.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException("'" + text + "' is not a key");
        }
        return new KeyPath(segments);
    }

    KeyPath child(String key) {
        List<String> longer = new ArrayList<>(segments);
        longer.add(key);
        return new KeyPath(longer);
    }

    KeyPath child(int index) {
        return child(Integer.toString(index));
    }

    KeyPath parent() {
        return new KeyPath(segments.subList(0, segments.size() - 1));
    }

    KeyPath tail() {
        return new KeyPath(segments.subList(1, segments.size()));
    }

    String head() {
        return segments.get(0);
    }

    boolean isRoot() {
        return segments.isEmpty();
    }

    static boolean isIndex(String segment) {
        return segment.length() <= 6 && segment.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    @Override
    public String toString() {
        if (isRoot()) {
            return "configuration";
        }
        StringBuilder text = new StringBuilder();
        for (String segment : segments) {
            if (isIndex(segment)) {
                text.append('[').append(segment).append(']');
            } else {
                text.append(text.isEmpty() ? "" : ".").append(segment);
            }
        }
        return text.toString();
    }
}
