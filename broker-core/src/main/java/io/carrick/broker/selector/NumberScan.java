package io.carrick.broker.selector;

/**
 * The extent of a number in Java's literal syntax (Java Language Specification, sections 3.10.1 and 3.10.2). Finds
 * where it ends and of which kind it is; whether it is well-formed in between, {@link NumberLiteral} tells.
 *
 * @param end index after its last character
 * @param approximate whether it is a floating-point literal
 * @param hexadecimal whether it begins with 0x
 */
record NumberScan(int end, boolean approximate, boolean hexadecimal) {

    /** Scans at the index of a digit, or of a point before a digit. */
    static NumberScan at(String text, int start) {
        boolean prefixed = text.charAt(start) == '0';
        if (prefixed && isOneOf(text, start + 1, "xX")) {
            return hexadecimal(text, start + 2);
        }
        if (prefixed && isOneOf(text, start + 1, "bB")) {
            int end = digits(text, start + 2, 10);
            return new NumberScan(isOneOf(text, end, "lL") ? end + 1 : end, false, false);
        }
        return decimal(text, start);
    }

    private static NumberScan hexadecimal(String text, int start) {
        int end = digits(text, start, 16);
        boolean point = isOneOf(text, end, ".");
        if (point) {
            end = digits(text, end + 1, 16);
        }
        int exponent = exponent(text, end, "pP");
        if (point || exponent > end) {
            return new NumberScan(isOneOf(text, exponent, "fFdD") ? exponent + 1 : exponent, true, true);
        }
        return new NumberScan(isOneOf(text, end, "lL") ? end + 1 : end, false, true);
    }

    private static NumberScan decimal(String text, int start) {
        int end = digits(text, start, 10);
        boolean point = isOneOf(text, end, ".");
        if (point) {
            end = digits(text, end + 1, 10);
        }
        int exponent = exponent(text, end, "eE");
        if (isOneOf(text, exponent, "fFdD")) {
            return new NumberScan(exponent + 1, true, false);
        }
        if (point || exponent > end) {
            return new NumberScan(exponent, true, false);
        }
        return new NumberScan(isOneOf(text, end, "lL") ? end + 1 : end, false, false);
    }

    /** The index after an exponent at the index; the index itself if there is none. */
    private static int exponent(String text, int start, String letters) {
        if (!isOneOf(text, start, letters)) {
            return start;
        }
        int first = isOneOf(text, start + 1, "+-") ? start + 2 : start + 1;
        return digits(text, first, 10);
    }

    private static int digits(String text, int start, int radix) {
        int end = start;
        while (end < text.length() && isDigit(text.charAt(end), radix)) {
            end++;
        }
        return end;
    }

    private static boolean isDigit(char c, int radix) {
        return c == '_' || (c < 128 && Character.digit(c, radix) >= 0);
    }

    private static boolean isOneOf(String text, int index, String characters) {
        return index < text.length() && characters.indexOf(text.charAt(index)) >= 0;
    }
}
