package io.carrick.amqp.message;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The sections of a message in the order in which they appear (AMQP 1.0 part 3, section 3.2). */
public enum Section {
    HEADER(0x70, "header", "list", 0),
    DELIVERY_ANNOTATIONS(0x71, "delivery-annotations", "map", 1),
    MESSAGE_ANNOTATIONS(0x72, "message-annotations", "map", 2),
    PROPERTIES(0x73, "properties", "list", 3),
    APPLICATION_PROPERTIES(0x74, "application-properties", "map", 4),
    DATA(0x75, "data", "binary", 5),
    AMQP_SEQUENCE(0x76, "amqp-sequence", "list", 5),
    AMQP_VALUE(0x77, "amqp-value", "*", 5),
    FOOTER(0x78, "footer", "map", 6);

    private static final Section[] BY_DESCRIPTOR = values();

    private final int descriptor;
    private final String title;
    private final String type;
    private final int rank;
    private final byte[] symbol;

    Section(int descriptor, String title, String type, int rank) {
        this.descriptor = descriptor;
        this.title = title;
        this.type = type;
        this.rank = rank;
        symbol = ("amqp:" + title + ":" + type).getBytes(StandardCharsets.US_ASCII);
    }

    /** Its name in the specification. */
    public String title() {
        return title;
    }

    /** Whether it is one of the three forms of a body. */
    public boolean isBody() {
        return rank == 5;
    }

    int descriptor() {
        return descriptor;
    }

    String type() {
        return type;
    }

    /** Whether this section may come directly or later after {@code previous}. */
    boolean mayFollow(Section previous) {
        return previous == null || rank > previous.rank || previous == this && (this == DATA || this == AMQP_SEQUENCE);
    }

    /** Whether a value with this constructor can be the content of the section. */
    boolean accepts(int constructor) {
        return switch (type) {
            case "list" -> Constructors.isList(constructor);
            case "map" -> Constructors.isMap(constructor);
            case "binary" -> Constructors.isBinary(constructor);
            default -> true;
        };
    }

    /** The section of a numeric descriptor, or null. */
    static Section of(long descriptor) {
        long index = descriptor - HEADER.descriptor;
        return index >= 0 && index < BY_DESCRIPTOR.length ? BY_DESCRIPTOR[(int) index] : null;
    }

    /** The section of a symbolic descriptor, or null. */
    static Section of(byte[] bytes, int from, int to) {
        for (Section section : BY_DESCRIPTOR) {
            if (Arrays.equals(section.symbol, 0, section.symbol.length, bytes, from, to)) {
                return section;
            }
        }
        return null;
    }
}
