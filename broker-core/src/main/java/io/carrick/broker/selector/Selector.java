package io.carrick.broker.selector;

import io.carrick.broker.InvalidFilterException;
import java.util.Optional;
import java.util.Set;

/**
 * A compiled message selector (Jakarta Messaging 3.1, section 3.8). Immutable and thread-safe. Two selectors are equal
 * if their canonical texts are.
 */
public final class Selector {
    private final Condition<PropertySource> condition;
    private final String text;
    private final Set<String> identifiers;
    private final Optional<Equality> requiredEquality;

    private Selector(Condition<PropertySource> condition) {
        this.condition = condition;
        this.text = condition.toString();
        this.identifiers = condition.identifiers();
        this.requiredEquality = condition.requiredEquality();
    }

    /**
     * Compiles a selector.
     *
     * @param text not null and not empty (for JMS both mean "no selector": the caller's business)
     * @throws InvalidFilterException if it is not a selector, is longer than {@link SqlParser#LENGTH_MAX} or nested
     *     deeper than {@link SqlParser#NESTING_MAX}; the message names the position, what was found and what was
     *     expected
     */
    public static Selector parse(String text) throws InvalidFilterException {
        return new Selector(SqlParser.parse(text, SelectorDialect.INSTANCE));
    }

    /** Whether the selector is true for the message; it does not match if it is false or unknown. */
    public boolean matches(PropertySource message) {
        return condition.matches(message);
    }

    /** The canonical text: the same for selectors that differ only in spacing, parentheses or case of keywords. */
    public String text() {
        return text;
    }

    /** The properties and header fields that it names. */
    public Set<String> identifiers() {
        return identifiers;
    }

    /** An equality without which a message cannot match, if one can be told from the selector's form. */
    public Optional<Equality> requiredEquality() {
        return requiredEquality;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Selector selector && text.equals(selector.text);
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
