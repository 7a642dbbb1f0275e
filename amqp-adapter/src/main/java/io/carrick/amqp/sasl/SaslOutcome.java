package io.carrick.amqp.sasl;

/** How an exchange ends (AMQP 1.0 part 5, section 5.3.3.6). Clients stop trying at all but {@link #SYS_TEMP}. */
public enum SaslOutcome {
    /** Authenticated. */
    OK(0),
    /** Wrong credentials. */
    AUTH(1),
    /** An error of the system. */
    SYS(2),
    /** An error that will not go away by trying again. */
    SYS_PERM(3),
    /** An error that may be gone when tried again. */
    SYS_TEMP(4);

    private final int code;

    SaslOutcome(int code) {
        this.code = code;
    }

    /** The sasl-code on the wire. */
    public int code() {
        return code;
    }
}
