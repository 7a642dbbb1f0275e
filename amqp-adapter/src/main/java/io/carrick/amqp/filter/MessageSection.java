package io.carrick.amqp.filter;

import io.carrick.broker.InvalidFilterException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The sections of a message as identifiers of SQL filters name them (section 6.4.4.4 of Filter Expressions). */
enum MessageSection {
    HEADER("h", "header", List.of("durable", "priority", "ttl", "first-acquirer", "delivery-count")),
    DELIVERY_ANNOTATIONS("d", "delivery_annotations", List.of()),
    MESSAGE_ANNOTATIONS("m", "message_annotations", List.of()),
    PROPERTIES(
            "p",
            "properties",
            List.of(
                    "message-id",
                    "user-id",
                    "to",
                    "subject",
                    "reply-to",
                    "correlation-id",
                    "content-type",
                    "content-encoding",
                    "absolute-expiry-time",
                    "creation-time",
                    "group-id",
                    "group-sequence",
                    "reply-to-group-id")),
    APPLICATION_PROPERTIES("a", "application_properties", List.of()),
    FOOTER("f", "footer", List.of());

    /** Header fields that are not the same for each delivery of a message. */
    private static final Set<String> VARYING = Set.of("first-acquirer", "delivery-count");

    private final String letter;
    private final String title;
    private final List<String> fields;

    MessageSection(String letter, String title, List<String> fields) {
        this.letter = letter;
        this.title = title;
        this.fields = fields;
    }

    /** The section with a name: its letter, or the name in full with underscores or hyphens. */
    static Optional<MessageSection> named(String name) {
        String underscored = name.replace('-', '_');
        return Arrays.stream(values())
                .filter(section -> section.letter.equals(name) || section.title.equals(underscored))
                .findFirst();
    }

    String letter() {
        return letter;
    }

    String title() {
        return title;
    }

    /** Whether it has a fixed list of fields instead of keys. */
    boolean hasFields() {
        return !fields.isEmpty();
    }

    /**
     * The field with a name, which may be written with underscores.
     *
     * @return its name in AMQP
     * @throws InvalidFilterException if there is none, or none that filters can use
     */
    String field(String name) throws InvalidFilterException {
        String hyphenated = name.replace('_', '-');
        if (!fields.contains(hyphenated)) {
            throw new InvalidFilterException("the section " + title + " has no field " + WireFilters.shown(name));
        }
        if (VARYING.contains(hyphenated)) {
            throw new InvalidFilterException(
                    "a filter cannot refer to " + title + "." + name + ", which changes from delivery to delivery");
        }
        return hyphenated;
    }

    /** The longest of the fields with hyphens in their names that the text has at an index; empty if none. */
    String hyphenatedFieldAt(String text, int index) {
        String longest = "";
        for (String field : fields) {
            int end = index + field.length();
            boolean whole = end >= text.length() || !Character.isJavaIdentifierPart(text.codePointAt(end));
            boolean found = field.indexOf('-') >= 0 && whole && text.startsWith(field, index);
            if (found && field.length() > longest.length()) {
                longest = field;
            }
        }
        return longest;
    }
}
