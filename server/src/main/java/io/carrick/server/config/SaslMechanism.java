package io.carrick.server.config;

/** Mechanisms of SASL that need credentials. */
public enum SaslMechanism {
    PLAIN,
    SCRAM_SHA_256,
    SCRAM_SHA_512,
    EXTERNAL;

    /** The registered name. */
    public String mechanismName() {
        return name().replace('_', '-');
    }
}
