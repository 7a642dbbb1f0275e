package io.carrick.broker.record;

/** Texts of clients and operators that go into records: as long as is of use, and no longer. */
final class Reason {
    private static final int MAX = 1000;

    private Reason() {}

    /** The text, cut off after 1000 characters; null for null. */
    static String cut(String text) {
        return text == null || text.length() <= MAX ? text : text.substring(0, MAX);
    }
}
