package io.carrick.amqp.sasl;

import io.carrick.amqp.mechanism.SaslFailure;
import io.carrick.amqp.mechanism.SaslPrep;
import io.carrick.amqp.mechanism.ScramText;

/**
 * The first message of a SCRAM client (RFC 5802, section 7).
 *
 * @param gs2Header what the client's last message must repeat
 * @param bare the rest, part of what is signed
 * @param user prepared with SASLprep
 * @param nonce the client's half
 */
record ScramClientFirst(String gs2Header, String bare, String user, String nonce) {

    static ScramClientFirst parse(String message) throws SaslFailure {
        int flagEnd = message.indexOf(',');
        int headerEnd = flagEnd < 0 ? -1 : message.indexOf(',', flagEnd + 1);
        if (headerEnd < 0) {
            throw new SaslFailure("the first message has no GS2 header");
        }
        checkChannelBinding(message.substring(0, flagEnd));
        String bare = message.substring(headerEnd + 1);
        String[] attributes = bare.split(",", -1);
        if (attributes.length < 2) {
            throw new SaslFailure("the first message lacks user or nonce");
        }
        String user = saslName(ScramText.value(attributes[0], 'n'));
        String nonce = ScramText.value(attributes[1], 'r');
        if (user.isEmpty() || nonce.isEmpty() || !nonce.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
            throw new SaslFailure("user and nonce must not be empty and a nonce must be printable");
        }
        checkAuthorization(message.substring(flagEnd + 1, headerEnd), user);
        return new ScramClientFirst(message.substring(0, headerEnd + 1), bare, user, nonce);
    }

    /**
     * No mechanism with channel binding is offered, so a client that could do it and thinks that we cannot ("y") is
     * right, and one that insists ("p") is wrong.
     */
    private static void checkChannelBinding(String flag) throws SaslFailure {
        if (!flag.equals("n") && !flag.equals("y")) {
            throw new SaslFailure("channel binding is not offered");
        }
    }

    private static void checkAuthorization(String identity, String user) throws SaslFailure {
        if (!identity.isEmpty() && !saslName(ScramText.value(identity, 'a')).equals(user)) {
            throw new SaslFailure("user '" + user + "' may not act as another");
        }
    }

    /** Undoes the escapes of a saslname: {@code =2C} is a comma, {@code =3D} an equals sign, nothing else is. */
    private static String saslName(String escaped) throws SaslFailure {
        String rest = escaped.replace("=2C", "").replace("=3D", "");
        if (rest.indexOf('=') >= 0) {
            throw new SaslFailure("a user name has an equals sign that is not escaped");
        }
        try {
            return SaslPrep.prepare(escaped.replace("=2C", ",").replace("=3D", "="));
        } catch (IllegalArgumentException e) {
            throw new SaslFailure("user name: " + e.getMessage());
        }
    }
}
