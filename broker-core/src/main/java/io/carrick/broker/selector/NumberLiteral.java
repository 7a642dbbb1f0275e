package io.carrick.broker.selector;

import io.carrick.broker.InvalidFilterException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The values of numeric literals (Jakarta Messaging 3.1, section 3.8.1.1): exact ones in Java's integer syntax and the
 * range of long, with or without the suffix L; approximate ones in Java's floating-point syntax and the range of double.
 */
final class NumberLiteral {
    /** Underscores stand between digits only (Java Language Specification, section 3.10.1). */
    private static final Pattern MISPLACED_UNDERSCORE = Pattern.compile("(^|[^0-9a-fA-F_])_|_($|[^0-9a-fA-F_])");

    private static final Pattern NONZERO_MANTISSA = Pattern.compile("0x[0.]*[1-9a-f].*|(?!0x)[0.]*[1-9].*");

    private NumberLiteral() {}

    /**
     * The value of an exact literal.
     *
     * @param negative whether a minus stands before it, so that the smallest long can be written
     */
    static Long exact(String text, boolean negative) throws InvalidFilterException {
        String digits = withoutUnderscores(text).toLowerCase(Locale.ROOT);
        if (digits.endsWith("l")) {
            digits = digits.substring(0, digits.length() - 1);
        }
        try {
            if (digits.startsWith("0x")) {
                return other(digits.substring(2), 16, negative);
            }
            if (digits.startsWith("0b")) {
                return other(digits.substring(2), 2, negative);
            }
            if (digits.startsWith("0") && digits.length() > 1) {
                return other(digits.substring(1), 8, negative);
            }
            return Long.valueOf(negative ? "-" + digits : digits);
        } catch (NumberFormatException e) {
            throw new InvalidFilterException("not a number of 64 bits: " + text, e);
        }
    }

    /** Other radixes than ten write all 64 bits, as in Java. */
    private static Long other(String digits, int radix, boolean negative) {
        long bits = Long.parseUnsignedLong(digits, radix);
        return negative ? -bits : bits;
    }

    /** The value of an approximate literal. One that rounds to infinity, or to zero without being it, is an error. */
    static Double approximate(String text) throws InvalidFilterException {
        String literal = withoutUnderscores(text).toLowerCase(Locale.ROOT);
        double value = parse(text, literal);
        if (Double.isInfinite(value)) {
            throw new InvalidFilterException("too large a number: " + text);
        }
        if (value == 0 && NONZERO_MANTISSA.matcher(literal).matches()) {
            throw new InvalidFilterException("too small a number: " + text);
        }
        return value;
    }

    private static double parse(String text, String literal) throws InvalidFilterException {
        try {
            boolean single = literal.endsWith("f");
            return single ? Float.parseFloat(literal) : Double.parseDouble(literal);
        } catch (NumberFormatException e) {
            throw new InvalidFilterException("not a number: " + text, e);
        }
    }

    /** The bytes of a binary literal: 0x and an even number of hexadecimal digits. */
    static Octets binary(String text) throws InvalidFilterException {
        try {
            return new Octets(HexFormat.of().parseHex(text, 2, text.length()));
        } catch (IllegalArgumentException e) {
            throw new InvalidFilterException("not a binary value (0x and pairs of hexadecimal digits): " + text, e);
        }
    }

    private static String withoutUnderscores(String text) throws InvalidFilterException {
        if (text.indexOf('_') < 0) {
            return text;
        }
        if (MISPLACED_UNDERSCORE.matcher(text).find()) {
            throw new InvalidFilterException("not a number: " + text);
        }
        return text.replace("_", "");
    }
}
