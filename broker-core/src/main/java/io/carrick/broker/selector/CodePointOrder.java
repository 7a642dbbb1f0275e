package io.carrick.broker.selector;

/** Order of strings by code point, which is that of their UTF-8 bytes and, beyond the BMP, not that of Java's chars. */
final class CodePointOrder {
    private CodePointOrder() {}

    static int compare(String left, String right) {
        int end = Math.min(left.length(), right.length());
        for (int i = 0; i < end; i++) {
            char a = left.charAt(i);
            char b = right.charAt(i);
            if (a != b) {
                boolean surrogates = Character.isSurrogate(a) == Character.isSurrogate(b);
                return surrogates ? Character.compare(a, b) : Character.isSurrogate(a) ? 1 : -1;
            }
        }
        return Integer.compare(left.length(), right.length());
    }
}
