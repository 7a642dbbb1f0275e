package io.carrick.broker.selector;

import java.util.Random;

/** Random well-formed selectors over a few properties, and messages for them. */
final class RandomSelectors {
    private static final String[] NAMES = {"a", "b", "c", "\"d.e\"", "JMSType"};
    private static final String[] STRINGS = {"'x'", "'y'", "'it''s'", "''"};
    private static final String[] NUMBERS = {"0", "1", "2.0", "-1", "0x10", "3e1", ".5", "7L", "9223372036854775807"};
    private static final Object[] VALUES = {"x", "y", "it's", "", 0, 1, 2.0f, -1L, 16, 30.0, 0.5, true, false, null};

    private final Random random;

    RandomSelectors(Random random) {
        this.random = random;
    }

    private String one(String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    Properties message() {
        return Properties.of("a", value(), "b", value(), "c", value(), "d.e", value(), "JMSType", value());
    }

    private Object value() {
        return VALUES[random.nextInt(VALUES.length)];
    }

    String condition(int depth) {
        int choice = random.nextInt(depth > 0 ? 16 : 12);
        return switch (choice) {
            case 0, 1, 2, 3 -> one(NAMES) + one(" = ", "=") + one(one(STRINGS), one(NUMBERS), "TRUE");
            case 4 -> one(NAMES) + one(" IN (", " NOT IN (", " in(") + one(STRINGS) + ", " + one(STRINGS) + ")";
            case 5 -> one(NAMES) + one(" LIKE ", " NOT LIKE ") + one("'%x%'", "'_'", "'!_' ESCAPE '!'");
            case 6 -> one(NAMES) + one(" IS NULL", " IS NOT NULL");
            case 7 -> sum(depth) + one(" BETWEEN ", " NOT BETWEEN ") + sum(depth) + " AND " + sum(depth);
            case 8 -> one(NAMES);
            case 9 -> one(NAMES) + one(" = ", " <> ") + one(NAMES);
            case 10, 11 -> sum(depth) + one(" = ", " <> ", "<", "<=", ">", ">=") + sum(depth);
            case 12 -> condition(depth - 1) + " AND " + condition(depth - 1);
            case 13 -> condition(depth - 1) + " OR " + condition(depth - 1);
            case 14 -> "NOT " + condition(depth - 1);
            default -> "(" + condition(depth - 1) + ")";
        };
    }

    private String sum(int depth) {
        if (depth <= 0 || random.nextInt(3) == 0) {
            return one(one(NUMBERS), one(NAMES));
        }
        return switch (random.nextInt(3)) {
            case 0 -> one("-", "+", "- -") + sum(depth - 1);
            case 1 -> "(" + sum(depth - 1) + ")";
            default -> sum(depth - 1) + one(" + ", " - ", "*", "/") + sum(depth - 1);
        };
    }
}
