package io.carrick.amqp.mechanism;

import java.nio.CharBuffer;
import java.text.Normalizer;

/**
 * SASLprep (RFC 4013): makes user names and passwords that look the same be the same, and refuses characters that have
 * no place in them. Unassigned code points are judged by the Unicode version of the Java runtime.
 */
public final class SaslPrep {
    private SaslPrep() {}

    /**
     * Prepares text.
     *
     * @throws IllegalArgumentException if it has a prohibited character or mixes directions of writing
     */
    public static String prepare(String text) {
        return isPlainAscii(text) ? text : new String(prepareAny(text));
    }

    /** As {@link #prepare(String)}, in a new array, so that a password can be wiped. */
    public static char[] prepare(char[] text) {
        CharBuffer view = CharBuffer.wrap(text);
        return isPlainAscii(view) ? text.clone() : prepareAny(view);
    }

    private static boolean isPlainAscii(CharSequence text) {
        return text.chars().allMatch(c -> c >= 0x20 && c < 0x7f);
    }

    private static char[] prepareAny(CharSequence text) {
        StringBuilder mapped = new StringBuilder(text.length());
        text.codePoints().filter(c -> !isMappedToNothing(c)).forEach(c -> mapped.appendCodePoint(isSpace(c) ? ' ' : c));
        String normalized = Normalizer.normalize(mapped, Normalizer.Form.NFKC);
        normalized.codePoints().forEach(SaslPrep::requirePermitted);
        requireOneDirection(normalized);
        return normalized.toCharArray();
    }

    /** RFC 3454, table C.1.2. */
    private static boolean isSpace(int c) {
        return c != ' ' && Character.getType(c) == Character.SPACE_SEPARATOR || c == 0x200b;
    }

    /** RFC 3454, table B.1. */
    private static boolean isMappedToNothing(int c) {
        return c == 0x00ad
                || c == 0x034f
                || c == 0x1806
                || c >= 0x180b && c <= 0x180d
                || c == 0x200c
                || c == 0x200d
                || c == 0x2060
                || c >= 0xfe00 && c <= 0xfe0f
                || c == 0xfeff;
    }

    /** RFC 3454, tables C.2 to C.9 and A.1. */
    private static void requirePermitted(int c) {
        boolean prohibited = switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.PRIVATE_USE,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> c >= 0xfff9 && c <= 0xfffd || c >= 0x2ff0 && c <= 0x2ffb || c == 0x0340 || c == 0x0341;
        };
        if (prohibited) {
            throw new IllegalArgumentException(String.format("character U+%04X is prohibited", c));
        }
    }

    /** RFC 3454, section 6. */
    private static void requireOneDirection(String text) {
        if (text.codePoints().noneMatch(SaslPrep::isRightToLeft)) {
            return;
        }
        boolean mixed = text.codePoints()
                .anyMatch(c -> Character.getDirectionality(c) == Character.DIRECTIONALITY_LEFT_TO_RIGHT);
        if (mixed || !isRightToLeft(text.codePointAt(0)) || !isRightToLeft(text.codePointBefore(text.length()))) {
            throw new IllegalArgumentException("text mixes directions of writing");
        }
    }

    private static boolean isRightToLeft(int c) {
        byte direction = Character.getDirectionality(c);
        return direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT
                || direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC;
    }
}
