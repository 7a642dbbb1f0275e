package io.carrick.amqp.sasl;

import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The lexical rules of SCRAM messages (RFC 5802, section 7). */
final class ScramText {
    private ScramText() {}

    static String decode(byte[] message) throws SaslFailure {
        try {
            return new String(Utf8.decode(message, 0, message.length));
        } catch (CharacterCodingException e) {
            throw new SaslFailure("a message is not UTF-8");
        }
    }

    static byte[] encode(String message) {
        return message.getBytes(StandardCharsets.UTF_8);
    }

    /** The value of an attribute that must be {@code name=...}. */
    static String value(String attribute, char name) throws SaslFailure {
        if (attribute.length() < 2 || attribute.charAt(0) != name || attribute.charAt(1) != '=') {
            throw new SaslFailure("attribute " + name + " was expected");
        }
        return attribute.substring(2);
    }

    static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    static byte[] bytes(String base64) throws SaslFailure {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new SaslFailure("an attribute is not Base64");
        }
    }
}
