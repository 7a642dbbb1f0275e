package io.carrick.broker.settings;

import java.util.Comparator;
import java.util.List;

/**
 * A pattern of address names, in the manner of ActiveMQ Artemis: words separated by dots, where {@code *} stands for
 * exactly one word and {@code #} for any number of words, none included. {@code orders.#} matches {@code orders} and
 * {@code orders.eu.new}; {@code orders.*} matches {@code orders.eu} only. Case matters. Immutable and thread-safe.
 */
public final class AddressPattern {
    /**
     * The more specific pattern first: the first word in which two patterns differ decides, where a word in full is
     * more specific than {@code *}, and that more than {@code #}. Patterns that are equally specific compare as equal,
     * so this order is not consistent with equals.
     */
    public static final Comparator<AddressPattern> MOST_SPECIFIC_FIRST = AddressPattern::compareSpecificity;

    private static final String ONE_WORD = "*";
    private static final String ANY_WORDS = "#";

    private final String text;
    private final List<String> words;

    private AddressPattern(String text) {
        this.text = text;
        this.words = words(text);
    }

    /**
     * A pattern.
     *
     * @throws IllegalArgumentException if it is empty, or a wildcard is only part of a word
     */
    public static AddressPattern of(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("an address pattern cannot be empty");
        }
        AddressPattern pattern = new AddressPattern(text);
        for (String word : pattern.words) {
            boolean mixed = word.length() > 1 && (word.contains(ONE_WORD) || word.contains(ANY_WORDS));
            if (mixed) {
                throw new IllegalArgumentException(
                        "a wildcard must be a whole word, but '" + text + "' has the word '" + word + "'");
            }
        }
        return pattern;
    }

    private static List<String> words(String name) {
        return List.of(name.split("\\.", -1));
    }

    /** Whether the pattern matches the name of an address. */
    public boolean matches(String address) {
        return matches(words(address));
    }

    /**
     * Goes through both from left to right. On a mismatch the last # takes one more word; earlier ones need not be
     * reconsidered, so the time is bounded by the product of the lengths.
     */
    private boolean matches(List<String> name) {
        int at = 0;
        int word = 0;
        int anyWords = -1;
        int resumeAt = 0;
        while (at < name.size()) {
            if (word < words.size() && words.get(word).equals(ANY_WORDS)) {
                anyWords = word++;
                resumeAt = at;
            } else if (word < words.size() && isMatch(words.get(word), name.get(at))) {
                word++;
                at++;
            } else if (anyWords >= 0) {
                word = anyWords + 1;
                at = ++resumeAt;
            } else {
                return false;
            }
        }
        while (word < words.size() && words.get(word).equals(ANY_WORDS)) {
            word++;
        }
        return word == words.size();
    }

    private static boolean isMatch(String word, String named) {
        return word.equals(ONE_WORD) || word.equals(named);
    }

    private int compareSpecificity(AddressPattern other) {
        int longest = Math.max(words.size(), other.words.size());
        for (int i = 0; i < longest; i++) {
            int difference = other.specificity(i) - specificity(i);
            if (difference != 0) {
                return difference;
            }
        }
        return 0;
    }

    private int specificity(int index) {
        if (index >= words.size()) {
            return 1;
        }
        return switch (words.get(index)) {
            case ANY_WORDS -> 0;
            case ONE_WORD -> 2;
            default -> 3;
        };
    }

    /** The pattern as given. */
    public String text() {
        return text;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AddressPattern pattern && text.equals(pattern.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
