package io.carrick.amqp.engine;

/** Arithmetic on the sequence numbers of part 2, section 2.8.10 (RFC 1982), held in ints. */
final class SerialNumber {
    private SerialNumber() {}

    /** Negative, zero or positive as {@code a} is before, equal to or after {@code b}. */
    static int compare(int a, int b) {
        return a - b;
    }

    static long unsigned(int value) {
        return Integer.toUnsignedLong(value);
    }
}
