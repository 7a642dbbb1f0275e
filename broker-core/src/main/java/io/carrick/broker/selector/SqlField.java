package io.carrick.broker.selector;

import java.util.Locale;
import java.util.function.Function;

/**
 * A resolved identifier.
 *
 * @param name what it is called; fields with equal names have equal values
 * @param text how it is written in canonical text
 * @param accessor finds its value: null for none
 */
public record SqlField<S>(String name, String text, Function<? super S, ?> accessor) {
    /** An identifier in double quotes, with those that it contains doubled. */
    public static String quote(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    /** Whether a word is reserved, and so an identifier only in quotes. */
    public static boolean isReserved(String word) {
        return TokenKind.keyword(word.toUpperCase(Locale.ROOT)).isPresent();
    }
}
