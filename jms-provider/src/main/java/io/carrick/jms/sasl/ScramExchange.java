package io.carrick.jms.sasl;

import io.carrick.amqp.mechanism.SaslFailure;
import io.carrick.amqp.mechanism.SaslPrep;
import io.carrick.amqp.mechanism.ScramHash;
import io.carrick.amqp.mechanism.ScramText;
import io.carrick.jms.wire.Credentials;
import jakarta.jms.JMSSecurityException;
import java.security.MessageDigest;

/**
 * SCRAM-SHA-256 and SCRAM-SHA-512 without channel binding (RFC 5802, RFC 7677). The broker has to prove that it knows
 * the user, in a last challenge or with the outcome. Fewer iterations than a password is safe with are refused, and more
 * than a hostile broker could burn the processor with.
 */
final class ScramExchange implements SaslExchange {
    /** RFC 7677, section 4. */
    static final int ITERATIONS_MIN = 4096;

    static final int ITERATIONS_MAX = 1_000_000;

    private static final String GS2_HEADER = "n,,";

    private final ScramHash hash;
    private final Credentials credentials;
    private final ScramKeys keys;
    private final String nonce;

    private State state = State.INITIAL;
    private String firstBare;
    private byte[] serverSignature;

    private enum State {
        INITIAL,
        FIRST_SENT,
        PROOF_SENT,
        BROKER_PROVEN
    }

    ScramExchange(ScramHash hash, Credentials credentials, ScramKeys keys) {
        this.hash = hash;
        this.credentials = credentials;
        this.keys = keys;
        nonce = keys.nonce();
    }

    @Override
    public String mechanism() {
        return hash.mechanism();
    }

    @Override
    public boolean isSlow() {
        return state == State.FIRST_SENT;
    }

    @Override
    public byte[] initialResponse() throws JMSSecurityException {
        state = State.FIRST_SENT;
        firstBare = "n=" + escape(prepare("user name", credentials.user())) + ",r=" + nonce;
        return ScramText.encode(GS2_HEADER + firstBare);
    }

    @Override
    public byte[] respond(byte[] challenge) throws JMSSecurityException {
        try {
            String message = ScramText.decode(challenge);
            return switch (state) {
                case FIRST_SENT -> prove(message);
                case PROOF_SENT -> {
                    verify(message);
                    yield new byte[0];
                }
                default -> throw new SaslFailure("a challenge too many");
            };
        } catch (SaslFailure e) {
            throw failure(e.getMessage());
        }
    }

    @Override
    public void succeeded(byte[] additional) throws JMSSecurityException {
        try {
            if (state == State.PROOF_SENT && additional != null) {
                verify(ScramText.decode(additional));
            }
        } catch (SaslFailure e) {
            throw failure(e.getMessage());
        }
        if (state != State.BROKER_PROVEN) {
            throw failure("the broker claims success without having proven that it knows the password");
        }
    }

    private byte[] prove(String serverFirst) throws SaslFailure, JMSSecurityException {
        ServerFirst first = ServerFirst.parse(serverFirst, nonce);
        char[] password = prepare("password", credentials.password()).toCharArray();
        byte[] saltedPassword = keys.saltedPassword(hash, password, first.salt(), first.iterations());
        String withoutProof = "c=" + ScramText.base64(ScramText.encode(GS2_HEADER)) + ",r=" + first.nonce();
        byte[] signed = ScramText.encode(firstBare + ',' + serverFirst + ',' + withoutProof);
        byte[] clientKey = hash.clientKey(saltedPassword);
        byte[] proof = hash.hmac(hash.storedKey(clientKey), signed);
        for (int i = 0; i < proof.length; i++) {
            proof[i] ^= clientKey[i];
        }
        serverSignature = hash.hmac(hash.serverKey(saltedPassword), signed);
        state = State.PROOF_SENT;
        return ScramText.encode(withoutProof + ",p=" + ScramText.base64(proof));
    }

    private void verify(String serverFinal) throws SaslFailure {
        String attribute = serverFinal.split(",", 2)[0];
        if (attribute.startsWith("e=")) {
            throw new SaslFailure("the broker says " + attribute.substring(2));
        }
        if (!MessageDigest.isEqual(ScramText.bytes(ScramText.value(attribute, 'v')), serverSignature)) {
            throw new SaslFailure("the broker's signature is wrong: it does not know the password");
        }
        state = State.BROKER_PROVEN;
    }

    /**
     * The first message of the broker.
     *
     * @param nonce the client's, continued by the broker
     */
    private record ServerFirst(String nonce, byte[] salt, int iterations) {
        static ServerFirst parse(String message, String clientNonce) throws SaslFailure {
            String[] attributes = message.split(",", -1);
            if (attributes.length < 3) {
                throw new SaslFailure("the broker's first message lacks nonce, salt or iteration count");
            }
            String nonce = ScramText.value(attributes[0], 'r');
            if (!nonce.startsWith(clientNonce) || nonce.length() == clientNonce.length()) {
                throw new SaslFailure("the broker's nonce does not continue the client's");
            }
            byte[] salt = ScramText.bytes(ScramText.value(attributes[1], 's'));
            if (salt.length == 0) {
                throw new SaslFailure("the broker's salt is empty");
            }
            return new ServerFirst(nonce, salt, iterations(ScramText.value(attributes[2], 'i')));
        }

        private static int iterations(String text) throws SaslFailure {
            int iterations;
            try {
                iterations = Integer.parseInt(text);
            } catch (NumberFormatException e) {
                throw new SaslFailure("the broker's iteration count is no number");
            }
            if (iterations < ITERATIONS_MIN || iterations > ITERATIONS_MAX) {
                throw new SaslFailure("the broker wants " + iterations + " iterations, which is not between "
                        + ITERATIONS_MIN + " and " + ITERATIONS_MAX);
            }
            return iterations;
        }
    }

    /** The escapes of a saslname (RFC 5802, section 5.1). */
    static String escape(String name) {
        return name.replace("=", "=3D").replace(",", "=2C");
    }

    private String prepare(String what, String text) throws JMSSecurityException {
        try {
            return SaslPrep.prepare(text);
        } catch (IllegalArgumentException e) {
            throw failure("in the " + what + ", a " + e.getMessage());
        }
    }

    private JMSSecurityException failure(String reason) {
        return new JMSSecurityException(
                "Authentication by " + hash.mechanism() + " failed: " + reason, "amqp:unauthorized-access");
    }
}
