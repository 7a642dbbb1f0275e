package io.carrick.amqp.filter;

import io.carrick.broker.InvalidFilterException;
import io.carrick.broker.selector.SqlField;
import java.util.function.Function;

/**
 * Identifiers of SQL filters: {@code section.field}, {@code section.key}, or a key alone for an application property.
 * A key with other characters than letters, digits, underscores and dots is written in square brackets, in which
 * brackets are doubled: {@code [order-status]}, {@code m.[x-opt-lane]}. Fields may be written with underscores, as the
 * specification has it, or with hyphens, as AMQP has it.
 */
final class SqlFilterNames {
    private SqlFilterNames() {}

    /** The index after the identifier that begins at an index. */
    static int end(String text, int start) throws InvalidFilterException {
        int end = sectionEnd(text, start);
        if (!isQualifierBefore(text, end)) {
            return end;
        }
        if (end + 1 < text.length() && text.charAt(end + 1) == '[') {
            return bracketEnd(text, end + 2);
        }
        MessageSection section =
                MessageSection.named(text.substring(start, end)).orElse(MessageSection.APPLICATION_PROPERTIES);
        String hyphenated = section.hyphenatedFieldAt(text, end + 1);
        if (!hyphenated.isEmpty()) {
            return end + 1 + hyphenated.length();
        }
        while (isQualifierBefore(text, end)) {
            end = wordEnd(text, end + 1);
        }
        return end;
    }

    /** The end of the first word, which may be the name of a section in hyphens. */
    private static int sectionEnd(String text, int start) {
        for (MessageSection section : MessageSection.values()) {
            String hyphenated = section.title().replace('_', '-');
            if (text.startsWith(hyphenated + ".", start)) {
                return start + hyphenated.length();
            }
        }
        return wordEnd(text, start);
    }

    private static int wordEnd(String text, int start) {
        int end = start;
        while (end < text.length() && Character.isJavaIdentifierPart(text.codePointAt(end))) {
            end += Character.charCount(text.codePointAt(end));
        }
        return end;
    }

    /** Whether there is a dot at the index, and then a word or a bracket. */
    private static boolean isQualifierBefore(String text, int dot) {
        if (dot + 1 >= text.length() || text.charAt(dot) != '.') {
            return false;
        }
        return text.charAt(dot + 1) == '[' || Character.isJavaIdentifierPart(text.codePointAt(dot + 1));
    }

    private static int bracketEnd(String text, int start) throws InvalidFilterException {
        int from = start;
        while (true) {
            int end = text.indexOf(']', from);
            if (end < 0) {
                throw new InvalidFilterException("a quoted identifier begins here and does not end");
            }
            if (!text.startsWith("]]", end)) {
                return end + 1;
            }
            from = end + 2;
        }
    }

    /** Resolves an identifier, see {@link io.carrick.broker.selector.Dialect#field}. */
    static SqlField<MessageFields> resolve(String identifier, boolean quoted) throws InvalidFilterException {
        if (quoted) {
            return applicationProperty(identifier.replace("[[", "["));
        }
        int dot = identifier.indexOf('.');
        if (dot < 0) {
            return applicationProperty(identifier);
        }
        MessageSection section =
                MessageSection.named(identifier.substring(0, dot)).orElse(null);
        return section == null ? applicationProperty(identifier) : field(section, identifier.substring(dot + 1));
    }

    private static SqlField<MessageFields> field(MessageSection section, String name) throws InvalidFilterException {
        return switch (section) {
            case HEADER -> {
                String field = section.field(name);
                yield fixed(section, field, message -> AmqpValues.expressionValue(message.header(field)));
            }
            case PROPERTIES -> property(section.field(name));
            case APPLICATION_PROPERTIES -> applicationProperty(key(name));
            case MESSAGE_ANNOTATIONS -> annotation(key(name));
            case DELIVERY_ANNOTATIONS, FOOTER ->
                throw new InvalidFilterException("filters cannot refer to the section " + section.title());
        };
    }

    private static SqlField<MessageFields> property(String field) {
        if (field.equals("user-id")) {
            return fixed(
                    MessageSection.PROPERTIES,
                    field,
                    message -> AmqpValues.text(AmqpValues.expressionValue(message.property(field))));
        }
        return fixed(MessageSection.PROPERTIES, field, message -> AmqpValues.expressionValue(message.property(field)));
    }

    private static SqlField<MessageFields> fixed(
            MessageSection section, String field, Function<MessageFields, Object> accessor) {
        String text = section.letter() + "." + field.replace('-', '_');
        return new SqlField<>(text, text, accessor);
    }

    private static SqlField<MessageFields> applicationProperty(String key) throws InvalidFilterException {
        checkKey(key);
        boolean plain = isWord(key) && !SqlField.isReserved(key);
        String text = plain ? key : bracketed(key);
        return new SqlField<>(text, text, message -> AmqpValues.expressionValue(message.applicationProperty(key)));
    }

    private static SqlField<MessageFields> annotation(String key) throws InvalidFilterException {
        checkKey(key);
        String text = MessageSection.MESSAGE_ANNOTATIONS.letter() + "." + (isWord(key) ? key : bracketed(key));
        return new SqlField<>(text, text, message -> AmqpValues.expressionValue(message.messageAnnotation(key)));
    }

    private static void checkKey(String key) throws InvalidFilterException {
        if (key.isEmpty()) {
            throw new InvalidFilterException("an identifier cannot be empty");
        }
    }

    /** The key after a section's name, without its brackets. */
    private static String key(String name) {
        return name.startsWith("[")
                ? name.substring(1, name.length() - 1).replace("]]", "]").replace("[[", "[")
                : name;
    }

    private static boolean isWord(String key) {
        return Character.isJavaIdentifierStart(key.codePointAt(0)) && wordEnd(key, 0) == key.length();
    }

    private static String bracketed(String key) {
        return '[' + key.replace("[", "[[").replace("]", "]]") + ']';
    }
}
