package io.carrick.jms.sasl;

import io.carrick.jms.wire.Credentials;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** How tokens are presented. */
final class BearerToken {
    /** RFC 6750, section 2.1. */
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

    private static final char SEPARATOR = 1;

    private BearerToken() {}

    static boolean isOne(String text) {
        return TOKEN.matcher(text).matches();
    }

    static byte[] xoauth2(Credentials credentials) {
        return bytes("user=" + credentials.user() + SEPARATOR + "auth=Bearer " + credentials.password() + SEPARATOR
                + SEPARATOR);
    }

    /** RFC 7628, section 3.1. */
    static byte[] oauthBearer(Credentials credentials, String host) {
        String user = credentials.user();
        String identity = user == null || user.isEmpty() ? "" : "a=" + ScramExchange.escape(user);
        return bytes("n," + identity + ',' + SEPARATOR + "host=" + host + SEPARATOR + "auth=Bearer "
                + credentials.password() + SEPARATOR + SEPARATOR);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
