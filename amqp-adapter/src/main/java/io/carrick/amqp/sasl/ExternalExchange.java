package io.carrick.amqp.sasl;

import io.carrick.amqp.mechanism.SaslFailure;
import io.carrick.amqp.mechanism.Utf8;
import io.carrick.broker.Identity;
import java.nio.charset.CharacterCodingException;
import java.util.Optional;

/**
 * EXTERNAL (RFC 4422, appendix A): the user is whom the TLS client certificate names. An absent initial response is
 * taken for an empty one, since not all AMQP clients tell them apart and nothing hangs on it.
 */
final class ExternalExchange extends ServerExchange {
    static final String NAME = "EXTERNAL";

    private final Optional<String> certified;
    private final UserDirectory directory;

    /**
     * Begins an exchange.
     *
     * @param certified the user whom the certificate names, empty if there is none
     */
    ExternalExchange(Optional<String> certified, UserDirectory directory) {
        super(NAME);
        this.certified = certified;
        this.directory = directory;
    }

    @Override
    boolean needsResponse() {
        return false;
    }

    @Override
    SaslStep evaluate(byte[] response) throws SaslFailure {
        String user = certified.orElseThrow(() -> new SaslFailure("no client certificate that names a user"));
        String wanted = text(response);
        if (!wanted.isEmpty() && !wanted.equals(user)) {
            throw new SaslFailure("user '" + user + "' may not act as '" + wanted + "'");
        }
        return new SaslStep.Succeeded(new Identity(user, directory.roles(user)), null);
    }

    private static String text(byte[] response) throws SaslFailure {
        try {
            return new String(Utf8.decode(response, 0, response.length));
        } catch (CharacterCodingException e) {
            throw new SaslFailure("authorization identity is not UTF-8");
        }
    }
}
