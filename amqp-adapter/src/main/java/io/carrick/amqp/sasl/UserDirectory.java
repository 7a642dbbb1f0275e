package io.carrick.amqp.sasl;

import io.carrick.amqp.mechanism.ScramHash;
import java.util.Optional;
import java.util.Set;

/**
 * Who the users are. Implementations are thread-safe. Any method may throw {@link java.io.UncheckedIOException} if the
 * users cannot be looked up now; the client is then told to try again ({@link SaslOutcome#SYS_TEMP}).
 */
public interface UserDirectory {
    /**
     * What a user's password is checked against by SCRAM. Answers from memory.
     *
     * @param user prepared with SASLprep
     * @return empty if there is no such user
     */
    Optional<ScramCredential> scram(String user, ScramHash hash);

    /**
     * Checks a password. May take tens of milliseconds, or ask another system.
     *
     * @param user prepared with SASLprep
     * @param password as the client sent it; wiped by the caller afterwards
     */
    boolean verifyPlain(String user, char[] password);

    /** The roles of a user who has been authenticated; empty for one that is not known. */
    Set<String> roles(String user);
}
