package io.carrick.server.security;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * What a server keeps of a password (RFC 5802, section 3): enough to check it, by SCRAM or in the clear, not enough
 * to use it. As text it has the form of RFC 5803. Immutable.
 */
public final class ScramHash {
    /** Makes a guess cost some milliseconds, and an honest login not much more. */
    public static final int ITERATIONS_DEFAULT = 10_000;

    /** RFC 7677, section 4. */
    public static final int ITERATIONS_MIN = 4096;

    private static final int SALT_BYTES = 16;
    private static final Pattern FORM =
            Pattern.compile("(SCRAM-SHA-(?:256|512))\\$(\\d{1,9}):([^$:]+)\\$([^$:]+):([^$:]+)");

    private final ScramAlgorithm algorithm;
    private final int iterations;
    private final byte[] salt;
    private final byte[] storedKey;
    private final byte[] serverKey;

    private ScramHash(ScramAlgorithm algorithm, int iterations, byte[] salt, byte[] storedKey, byte[] serverKey) {
        this.algorithm = algorithm;
        this.iterations = iterations;
        this.salt = salt;
        this.storedKey = storedKey;
        this.serverKey = serverKey;
    }

    /** Hashes a password with a fresh salt. */
    public static ScramHash of(ScramAlgorithm algorithm, String password, int iterations) {
        byte[] salt = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        return of(algorithm, password, iterations, salt);
    }

    static ScramHash of(ScramAlgorithm algorithm, String password, int iterations, byte[] salt) {
        try {
            String prepared = Normalizer.normalize(password, Normalizer.Form.NFKC);
            PBEKeySpec key = new PBEKeySpec(prepared.toCharArray(), salt, iterations, algorithm.hashBytes() * 8);
            byte[] salted = SecretKeyFactory.getInstance(algorithm.keyDerivation())
                    .generateSecret(key)
                    .getEncoded();
            byte[] clientKey = hmac(algorithm, salted, "Client Key");
            byte[] storedKey = MessageDigest.getInstance(algorithm.digest()).digest(clientKey);
            return new ScramHash(algorithm, iterations, salt, storedKey, hmac(algorithm, salted, "Server Key"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] hmac(ScramAlgorithm algorithm, byte[] key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance(algorithm.mac());
        mac.init(new SecretKeySpec(key, algorithm.mac()));
        return mac.doFinal(text.getBytes(StandardCharsets.US_ASCII));
    }

    /**
     * Reads the form of RFC 5803, section 2.
     *
     * @throws IllegalArgumentException if it is something else
     */
    public static ScramHash parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("no password hash of the form SCRAM-SHA-256$iterations:salt$key:key");
        }
        ScramAlgorithm algorithm = matcher.group(1).endsWith("256") ? ScramAlgorithm.SHA_256 : ScramAlgorithm.SHA_512;
        return new ScramHash(
                algorithm,
                Integer.parseInt(matcher.group(2)),
                decode(matcher.group(3)),
                decode(matcher.group(4)),
                decode(matcher.group(5)));
    }

    private static byte[] decode(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("a password hash is not Base64", e);
        }
    }

    /** True for the password it was made of. Takes milliseconds. */
    public boolean matches(String password) {
        return MessageDigest.isEqual(storedKey, of(algorithm, password, iterations, salt).storedKey);
    }

    public ScramAlgorithm algorithm() {
        return algorithm;
    }

    public int iterations() {
        return iterations;
    }

    public byte[] salt() {
        return salt.clone();
    }

    public byte[] storedKey() {
        return storedKey.clone();
    }

    public byte[] serverKey() {
        return serverKey.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ScramHash that
                && algorithm == that.algorithm
                && iterations == that.iterations
                && Arrays.equals(salt, that.salt)
                && Arrays.equals(storedKey, that.storedKey)
                && Arrays.equals(serverKey, that.serverKey);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(storedKey);
    }

    /** The form of RFC 5803. */
    @Override
    public String toString() {
        Base64.Encoder base64 = Base64.getEncoder();
        return algorithm.mechanismName() + "$" + iterations + ":" + base64.encodeToString(salt) + "$"
                + base64.encodeToString(storedKey) + ":" + base64.encodeToString(serverKey);
    }
}
