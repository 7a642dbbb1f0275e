package io.carrick.amqp.sasl;

import io.carrick.amqp.mechanism.SaslPrep;
import io.carrick.amqp.mechanism.ScramHash;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is stored of a password (RFC 5802, section 3): it can be checked, by SCRAM and by PLAIN, but neither the
 * password nor the means to log in can be had from it.
 *
 * <p>As text, in the form of RFC 5803: {@code SCRAM-SHA-256$<iterations>:<salt>$<stored key>:<server key>}, the last
 * three in Base64.
 *
 * @param salt at least 8 bytes; arrays are not to be changed
 * @param iterations of PBKDF2
 * @param storedKey hash of the client key
 * @param serverKey with which the server proves that it knows the user
 */
public record ScramCredential(ScramHash hash, byte[] salt, int iterations, byte[] storedKey, byte[] serverKey) {
    /** The least that RFC 7677 allows. */
    public static final int ITERATIONS_MIN = 4096;
    /** A bound on the work that a users file can ask of the server. */
    public static final int ITERATIONS_MAX = 10_000_000;

    private static final int SALT_MIN = 8;
    private static final Pattern TEXT = Pattern.compile(
            "(SCRAM-SHA-(?:256|512))\\$([0-9]{1,8}):([A-Za-z0-9+/=]+)\\$([A-Za-z0-9+/=]+):([A-Za-z0-9+/=]+)");

    public ScramCredential {
        if (iterations < ITERATIONS_MIN || iterations > ITERATIONS_MAX) {
            throw new IllegalArgumentException(
                    "iterations must be " + ITERATIONS_MIN + " to " + ITERATIONS_MAX + ", not " + iterations);
        }
        if (salt.length < SALT_MIN) {
            throw new IllegalArgumentException("salt must have at least " + SALT_MIN + " bytes, not " + salt.length);
        }
        if (storedKey.length != hash.length() || serverKey.length != hash.length()) {
            throw new IllegalArgumentException("keys of " + hash.mechanism() + " have " + hash.length() + " bytes");
        }
    }

    /**
     * Makes a credential from a password. Takes milliseconds on purpose.
     *
     * @param password not empty; prepared with SASLprep here
     * @param salt random, different for each user
     * @throws IllegalArgumentException if the password is empty or has characters that SASLprep prohibits
     */
    public static ScramCredential derive(ScramHash hash, char[] password, byte[] salt, int iterations) {
        char[] prepared = SaslPrep.prepare(password);
        if (prepared.length == 0) {
            throw new IllegalArgumentException("a password cannot be empty");
        }
        try {
            byte[] salted = hash.saltedPassword(prepared, salt, iterations);
            byte[] storedKey = hash.storedKey(hash.clientKey(salted));
            return new ScramCredential(hash, salt.clone(), iterations, storedKey, hash.serverKey(salted));
        } finally {
            Arrays.fill(prepared, '\0');
        }
    }

    /** Whether this was derived from {@code password}. Takes milliseconds on purpose. */
    public boolean matches(char[] password) {
        try {
            return MessageDigest.isEqual(storedKey, derive(hash, password, salt, iterations).storedKey);
        } catch (IllegalArgumentException e) {
            return false; // nobody has a password that cannot be prepared
        }
    }

    /** The text form, for a users file. */
    public String toText() {
        Base64.Encoder base64 = Base64.getEncoder();
        return hash.mechanism()
                + '$'
                + iterations
                + ':'
                + base64.encodeToString(salt)
                + '$'
                + base64.encodeToString(storedKey)
                + ':'
                + base64.encodeToString(serverKey);
    }

    /**
     * Reads the text form.
     *
     * @throws IllegalArgumentException saying what is wrong, without repeating the keys
     */
    public static ScramCredential parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "a credential is SCRAM-SHA-256 or SCRAM-SHA-512 $ iterations : salt $ stored key : server key");
        }
        Base64.Decoder base64 = Base64.getDecoder();
        return new ScramCredential(
                ScramHash.of(matcher.group(1)).orElseThrow(),
                base64.decode(matcher.group(3)),
                Integer.parseInt(matcher.group(2)),
                base64.decode(matcher.group(4)),
                base64.decode(matcher.group(5)));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ScramCredential that
                && hash == that.hash
                && iterations == that.iterations
                && Arrays.equals(salt, that.salt)
                && MessageDigest.isEqual(storedKey, that.storedKey)
                && MessageDigest.isEqual(serverKey, that.serverKey);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(salt) + iterations;
    }

    /** Without the keys, so that it can stand in a log. */
    @Override
    public String toString() {
        return hash.mechanism() + " credential of " + iterations + " iterations";
    }
}
