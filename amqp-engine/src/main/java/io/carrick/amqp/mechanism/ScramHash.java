package io.carrick.amqp.mechanism;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/** The hash functions that SCRAM is used with, and the functions named in RFC 5802, section 2.2. */
public enum ScramHash {
    SHA_256("SCRAM-SHA-256", "SHA-256", "HmacSHA256", "PBKDF2WithHmacSHA256", 32),
    SHA_512("SCRAM-SHA-512", "SHA-512", "HmacSHA512", "PBKDF2WithHmacSHA512", 64);

    private static final byte[] CLIENT_KEY = "Client Key".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SERVER_KEY = "Server Key".getBytes(StandardCharsets.US_ASCII);

    private final String mechanism;
    private final String digest;
    private final String mac;
    private final String derivation;
    private final int length;

    ScramHash(String mechanism, String digest, String mac, String derivation, int length) {
        this.mechanism = mechanism;
        this.digest = digest;
        this.mac = mac;
        this.derivation = derivation;
        this.length = length;
    }

    /** The registered name of the SASL mechanism. */
    public String mechanism() {
        return mechanism;
    }

    /** Length of the hash in bytes. */
    public int length() {
        return length;
    }

    /** The hash of a mechanism. */
    public static Optional<ScramHash> of(String mechanism) {
        return Arrays.stream(values())
                .filter(hash -> hash.mechanism.equals(mechanism))
                .findFirst();
    }

    /** H. */
    public byte[] hash(byte[] input) {
        try {
            return MessageDigest.getInstance(digest).digest(input);
        } catch (GeneralSecurityException e) {
            throw missing(e);
        }
    }

    /** HMAC. */
    public byte[] hmac(byte[] key, byte[] input) {
        try {
            Mac function = Mac.getInstance(mac);
            function.init(new SecretKeySpec(key, mac));
            return function.doFinal(input);
        } catch (GeneralSecurityException e) {
            throw missing(e);
        }
    }

    /**
     * SaltedPassword: PBKDF2. Takes milliseconds on purpose.
     *
     * @param prepared with {@link SaslPrep}
     */
    public byte[] saltedPassword(char[] prepared, byte[] salt, int iterations) {
        PBEKeySpec key = new PBEKeySpec(prepared, salt, iterations, 8 * length);
        try {
            return SecretKeyFactory.getInstance(derivation).generateSecret(key).getEncoded();
        } catch (GeneralSecurityException e) {
            throw missing(e);
        } finally {
            key.clearPassword();
        }
    }

    /** ClientKey (section 3): its owner can log in. */
    public byte[] clientKey(byte[] saltedPassword) {
        return hmac(saltedPassword, CLIENT_KEY);
    }

    /** StoredKey (section 3), against which a client's proof is checked. */
    public byte[] storedKey(byte[] clientKey) {
        return hash(clientKey);
    }

    /** ServerKey (section 3), with which a server proves that it knows the user. */
    public byte[] serverKey(byte[] saltedPassword) {
        return hmac(saltedPassword, SERVER_KEY);
    }

    private static IllegalStateException missing(GeneralSecurityException e) {
        return new IllegalStateException("this Java runtime lacks a required algorithm", e);
    }
}
