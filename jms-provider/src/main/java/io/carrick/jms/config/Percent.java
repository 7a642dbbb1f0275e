package io.carrick.jms.config;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Percent-encoding (RFC 3986, section 2.1). A plus is a plus. */
final class Percent {
    private static final int HEXADECIMAL = 16;

    private Percent() {}

    static String decode(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream decoded = new ByteArrayOutputStream(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '%') {
                decoded.write(octet(bytes, i));
                i += 2;
            } else {
                decoded.write(bytes[i]);
            }
        }
        return decoded.toString(StandardCharsets.UTF_8);
    }

    private static int octet(byte[] bytes, int percent) {
        int high = percent + 2 < bytes.length ? Character.digit(bytes[percent + 1], HEXADECIMAL) : -1;
        int low = percent + 2 < bytes.length ? Character.digit(bytes[percent + 2], HEXADECIMAL) : -1;
        if (high < 0 || low < 0) {
            throw new IllegalArgumentException(
                    "a percent sign is not followed by two hexadecimal digits; it is written %25");
        }
        return high * HEXADECIMAL + low;
    }
}
