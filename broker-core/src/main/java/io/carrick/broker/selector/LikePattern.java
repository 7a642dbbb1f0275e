package io.carrick.broker.selector;

import io.carrick.broker.InvalidFilterException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A compiled LIKE pattern: {@code _} stands for one character (code point), {@code %} for any number of them (Jakarta
 * Messaging 3.1, section 3.8.1.1). Immutable and thread-safe.
 *
 * <p>The pattern is cut at each {@code %} into parts. The first part must begin the value, the last must end it, and
 * those between are searched from left to right, each where it first occurs: later places are never needed, so there
 * is no backtracking, and the time is bounded by (length of value) times (length of pattern).
 */
final class LikePattern {
    /** In a part: any one character. */
    private static final int ANY = -1;

    private final String text;
    private final String escape;
    private final int[][] parts;

    private LikePattern(String text, String escape, int[][] parts) {
        this.text = text;
        this.escape = escape;
        this.parts = parts;
    }

    /**
     * Compiles a pattern.
     *
     * @param escape the escape character as a string, null for none; it makes the character after it stand for itself
     */
    static LikePattern compile(String text, String escape) throws InvalidFilterException {
        if (escape != null && escape.codePointCount(0, escape.length()) != 1) {
            throw new InvalidFilterException(
                    "the escape character must be one character but is " + Literal.quote(escape));
        }
        int escapeCharacter = escape == null ? Integer.MIN_VALUE : escape.codePointAt(0);
        return new LikePattern(text, escape, parts(text, escapeCharacter));
    }

    private static int[][] parts(String text, int escapeCharacter) throws InvalidFilterException {
        int[] characters = text.codePoints().toArray();
        List<int[]> parts = new ArrayList<>();
        int[] part = new int[characters.length];
        int length = 0;
        for (int i = 0; i < characters.length; i++) {
            int character = characters[i];
            if (character == escapeCharacter) {
                if (++i == characters.length) {
                    throw new InvalidFilterException("the pattern ends with its escape character");
                }
                part[length++] = characters[i];
            } else if (character == '%') {
                parts.add(Arrays.copyOf(part, length));
                length = 0;
            } else {
                part[length++] = character == '_' ? ANY : character;
            }
        }
        parts.add(Arrays.copyOf(part, length));
        return parts.toArray(int[][]::new);
    }

    String text() {
        return text;
    }

    Optional<String> escape() {
        return Optional.ofNullable(escape);
    }

    boolean matches(String value) {
        int from = matchAt(parts[0], value, 0);
        if (parts.length == 1 || from < 0) {
            return from == value.length();
        }
        int end = startOfSuffix(value, from);
        for (int i = 1; i < parts.length - 1 && end >= 0; i++) {
            from = find(parts[i], value, from);
            if (from < 0 || from > end) {
                return false;
            }
        }
        return end >= 0;
    }

    /** Where the last part begins when it ends the value; -1 if it does not, or would begin before the index. */
    private int startOfSuffix(String value, int from) {
        int[] suffix = parts[parts.length - 1];
        int start = value.length();
        for (int i = suffix.length - 1; i >= 0; i--) {
            if (start <= from) {
                return -1;
            }
            int character = value.codePointBefore(start);
            if (suffix[i] != ANY && suffix[i] != character) {
                return -1;
            }
            start -= Character.charCount(character);
        }
        return start < from ? -1 : start;
    }

    /** The index after the first occurrence of the part at or after the index; -1 if there is none. */
    private static int find(int[] part, String value, int from) {
        int start = from;
        while (true) {
            int end = matchAt(part, value, start);
            if (end >= 0) {
                return end;
            }
            if (start >= value.length()) {
                return -1;
            }
            start += Character.charCount(value.codePointAt(start));
        }
    }

    /** The index after the part if the value has it at the index; -1 if not. */
    private static int matchAt(int[] part, String value, int from) {
        int index = from;
        for (int expected : part) {
            if (index >= value.length()) {
                return -1;
            }
            int character = value.codePointAt(index);
            if (expected != ANY && expected != character) {
                return -1;
            }
            index += Character.charCount(character);
        }
        return index;
    }
}
