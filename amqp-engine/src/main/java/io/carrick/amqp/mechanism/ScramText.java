package io.carrick.amqp.mechanism;

import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The lexical rules of SCRAM messages (RFC 5802, section 7). */
public final class ScramText {
    private ScramText() {}

    /**
     * A message as text.
     *
     * @throws SaslFailure if it is not UTF-8
     */
    public static String decode(byte[] message) throws SaslFailure {
        try {
            return new String(Utf8.decode(message, 0, message.length));
        } catch (CharacterCodingException e) {
            throw new SaslFailure("a message is not UTF-8");
        }
    }

    /** A message as bytes. */
    public static byte[] encode(String message) {
        return message.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The value of an attribute that must be {@code name=...}.
     *
     * @throws SaslFailure if it is another
     */
    public static String value(String attribute, char name) throws SaslFailure {
        if (attribute.length() < 2 || attribute.charAt(0) != name || attribute.charAt(1) != '=') {
            throw new SaslFailure("attribute " + name + " was expected");
        }
        return attribute.substring(2);
    }

    /** Bytes as the value of an attribute. */
    public static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /**
     * The bytes of an attribute's value.
     *
     * @throws SaslFailure if it is not Base64
     */
    public static byte[] bytes(String base64) throws SaslFailure {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new SaslFailure("an attribute is not Base64");
        }
    }
}
