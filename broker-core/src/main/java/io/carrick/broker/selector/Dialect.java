package io.carrick.broker.selector;

import io.carrick.broker.InvalidFilterException;
import java.util.Optional;
import java.util.Set;

/**
 * What distinguishes one language of SQL conditions from another. Implementations are stateless.
 *
 * @param <S> what conditions in the dialect are evaluated against
 */
public interface Dialect<S> {
    /** What a dialect has that the selectors of Jakarta Messaging have not. */
    enum Extension {
        /** The operator {@code %}. */
        REMAINDER,
        /** {@code !=} for {@code <>}. */
        BANG_EQUALS,
        /** Strings and octets have an order: {@code <} and {@code BETWEEN} work for them. */
        ORDERED_STRINGS,
        /** {@code IN} and {@code LIKE} take any expression on the left, {@code IN} takes any in its list. */
        FREE_OPERANDS,
        /** {@code 0x} begins a binary literal, not a hexadecimal number. */
        BINARY_LITERALS,
        /** Double quotes are for strings, as single ones; identifiers are quoted in square brackets. */
        BRACKETED_IDENTIFIERS,
        /** {@code +} joins strings. */
        CONCATENATION,
        /** {@code /} of whole numbers gives a fraction, not a whole number, where it does not come out even. */
        REAL_DIVISION,
        /** {@code EXISTS(identifier)} for {@code identifier IS NOT NULL}. */
        EXISTS
    }

    /** For error messages: "selector". */
    String name();

    /** What it has beyond the selectors of Jakarta Messaging. */
    Set<Extension> extensions();

    /**
     * Where an identifier ends that begins at an index.
     *
     * @param start the index of a character that may begin a Java identifier
     * @return the index after its last character
     * @throws InvalidFilterException if it has no end; its message is completed with the position
     */
    int identifierEnd(String text, int start) throws InvalidFilterException;

    /**
     * Resolves an identifier.
     *
     * @param quoted whether it was written in quotes, and may hold any characters
     * @throws InvalidFilterException if there is no such field; its message is completed with the position
     */
    SqlField<S> field(String identifier, boolean quoted) throws InvalidFilterException;

    /**
     * A function of the dialect.
     *
     * @param name in upper case
     */
    Optional<SqlFunction<S>> function(String name);
}
