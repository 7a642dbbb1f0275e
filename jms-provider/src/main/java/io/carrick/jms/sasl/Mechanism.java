package io.carrick.jms.sasl;

import io.carrick.amqp.mechanism.ScramHash;
import io.carrick.jms.wire.Credentials;
import java.nio.charset.StandardCharsets;

/** The mechanisms, the best first. */
enum Mechanism {
    EXTERNAL("EXTERNAL"),
    SCRAM_SHA_512(ScramHash.SHA_512.mechanism()),
    SCRAM_SHA_256(ScramHash.SHA_256.mechanism()),
    PLAIN("PLAIN"),
    XOAUTH2("XOAUTH2"),
    OAUTHBEARER("OAUTHBEARER"),
    ANONYMOUS("ANONYMOUS");

    private final String registeredName;

    Mechanism(String registeredName) {
        this.registeredName = registeredName;
    }

    String registeredName() {
        return registeredName;
    }

    /** Whether what is sent is enough to pretend to be the user. */
    boolean revealsSecret() {
        return this == PLAIN || this == XOAUTH2 || this == OAUTHBEARER;
    }

    /** Whether there is what the mechanism needs. */
    boolean serves(Credentials credentials, SaslChannel channel) {
        boolean password = !isEmpty(credentials.user()) && !isEmpty(credentials.password());
        return switch (this) {
            case EXTERNAL -> channel.certificate();
            case SCRAM_SHA_512, SCRAM_SHA_256, PLAIN -> password;
            case XOAUTH2 -> password && BearerToken.isOne(credentials.password());
            case OAUTHBEARER -> !isEmpty(credentials.password()) && BearerToken.isOne(credentials.password());
            case ANONYMOUS -> true;
        };
    }

    SaslExchange begin(Credentials credentials, SaslChannel channel, ScramKeys keys) {
        return switch (this) {
            case EXTERNAL -> new SingleMessageExchange(registeredName, new byte[0]);
            case SCRAM_SHA_512 -> new ScramExchange(ScramHash.SHA_512, credentials, keys);
            case SCRAM_SHA_256 -> new ScramExchange(ScramHash.SHA_256, credentials, keys);
            case PLAIN ->
                new SingleMessageExchange(
                        registeredName, utf8('\0' + credentials.user() + '\0' + credentials.password()));
            case XOAUTH2 -> new BearerExchange(registeredName, BearerToken.xoauth2(credentials));
            case OAUTHBEARER ->
                new BearerExchange(registeredName, BearerToken.oauthBearer(credentials, channel.host()));
            case ANONYMOUS -> new SingleMessageExchange(registeredName, new byte[0]);
        };
    }

    private static boolean isEmpty(String text) {
        return text == null || text.isEmpty();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
