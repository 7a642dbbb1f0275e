package io.carrick.broker.selector;

/** What can be said of the type of an expression before it is evaluated. */
public enum ValueType {
    BOOLEAN("a condition"),
    NUMBER("a number"),
    STRING("a string"),
    /** Octets: only in dialects with binary literals. */
    BINARY("a binary value"),
    /** Known only when there is a message: an identifier. */
    ANY("a value");

    private final String description;

    ValueType(String description) {
        this.description = description;
    }

    /** For error messages: "a number". */
    String description() {
        return description;
    }

    /** Whether an expression of this type may be used where one of the other type is needed. */
    boolean canBe(ValueType needed) {
        return this == needed || this == ANY || needed == ANY;
    }
}
