package io.carrick.amqp.sasl;

import io.carrick.amqp.mechanism.SaslFailure;
import io.carrick.amqp.mechanism.ScramHash;
import io.carrick.amqp.mechanism.ScramText;
import io.carrick.broker.Identity;
import java.security.MessageDigest;
import java.util.Optional;

/**
 * SCRAM-SHA-256 and SCRAM-SHA-512 without channel binding (RFC 5802, RFC 7677). A user who does not exist gets a
 * challenge like any other, with a salt that stays the same, and fails at the end as with a wrong password. The server's
 * signature goes with the outcome.
 */
final class ScramExchange extends ServerExchange {
    private final ScramHash hash;
    private final UserDirectory directory;
    private final UnknownUsers unknownUsers;
    private final String serverNonce;

    private ScramClientFirst first;
    private String serverFirst;
    private ScramCredential credential;
    private boolean known;

    /**
     * Begins an exchange.
     *
     * @param serverNonce random and printable, without comma, never used before
     */
    ScramExchange(ScramHash hash, UserDirectory directory, UnknownUsers unknownUsers, String serverNonce) {
        super(hash.mechanism());
        this.hash = hash;
        this.directory = directory;
        this.unknownUsers = unknownUsers;
        this.serverNonce = serverNonce;
    }

    @Override
    boolean needsResponse() {
        return true;
    }

    @Override
    SaslStep evaluate(byte[] response) throws SaslFailure {
        String message = ScramText.decode(response);
        return first == null ? challenge(message) : verify(message);
    }

    private SaslStep challenge(String message) throws SaslFailure {
        first = ScramClientFirst.parse(message);
        Optional<ScramCredential> stored = directory.scram(first.user(), hash);
        known = stored.isPresent();
        credential = stored.orElseGet(() -> unknownUsers.credential(first.user(), hash));
        serverFirst = "r=" + first.nonce() + serverNonce + ",s=" + ScramText.base64(credential.salt()) + ",i="
                + credential.iterations();
        return new SaslStep.Challenge(ScramText.encode(serverFirst));
    }

    private SaslStep verify(String message) throws SaslFailure {
        int proofStart = message.lastIndexOf(",p=");
        if (proofStart < 0) {
            throw new SaslFailure("the last message has no proof");
        }
        String withoutProof = message.substring(0, proofStart);
        checkRepeated(withoutProof);
        byte[] authMessage = ScramText.encode(first.bare() + ',' + serverFirst + ',' + withoutProof);
        boolean proven = proves(ScramText.bytes(message.substring(proofStart + 3)), authMessage);
        if (!proven || !known) {
            throw new SaslFailure("unknown user or wrong password for '" + first.user() + "'");
        }
        String signature = "v=" + ScramText.base64(hash.hmac(credential.serverKey(), authMessage));
        Identity identity = new Identity(first.user(), directory.roles(first.user()));
        return new SaslStep.Succeeded(identity, ScramText.encode(signature));
    }

    private void checkRepeated(String withoutProof) throws SaslFailure {
        String[] attributes = withoutProof.split(",", -1);
        String header = ScramText.value(attributes[0], 'c');
        if (!header.equals(ScramText.base64(ScramText.encode(first.gs2Header())))) {
            throw new SaslFailure("the channel binding is not the one of the first message");
        }
        if (attributes.length < 2 || !ScramText.value(attributes[1], 'r').equals(first.nonce() + serverNonce)) {
            throw new SaslFailure("the nonce is not ours");
        }
    }

    private boolean proves(byte[] proof, byte[] authMessage) {
        if (proof.length != hash.length()) {
            return false;
        }
        byte[] clientKey = hash.hmac(credential.storedKey(), authMessage);
        for (int i = 0; i < clientKey.length; i++) {
            clientKey[i] ^= proof[i];
        }
        return MessageDigest.isEqual(hash.storedKey(clientKey), credential.storedKey());
    }
}
