package io.carrick.server.security;

/** Hash functions of SCRAM (RFC 5802, RFC 7677). */
public enum ScramAlgorithm {
    SHA_256("SHA-256", "HmacSHA256", "PBKDF2WithHmacSHA256", 32),
    SHA_512("SHA-512", "HmacSHA512", "PBKDF2WithHmacSHA512", 64);

    private final String digest;
    private final String mac;
    private final String keyDerivation;
    private final int hashBytes;

    ScramAlgorithm(String digest, String mac, String keyDerivation, int hashBytes) {
        this.digest = digest;
        this.mac = mac;
        this.keyDerivation = keyDerivation;
        this.hashBytes = hashBytes;
    }

    /** Registered name of the SASL mechanism. */
    public String mechanismName() {
        return "SCRAM-" + digest;
    }

    String digest() {
        return digest;
    }

    String mac() {
        return mac;
    }

    String keyDerivation() {
        return keyDerivation;
    }

    int hashBytes() {
        return hashBytes;
    }
}
