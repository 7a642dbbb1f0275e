package io.carrick.server.security;

import io.carrick.amqp.mechanism.ScramHash;
import io.carrick.amqp.sasl.PasswordVerifier;
import io.carrick.amqp.sasl.ScramCredential;
import io.carrick.amqp.sasl.StoredUsers;
import io.carrick.amqp.sasl.User;
import io.carrick.amqp.sasl.UserDirectory;
import io.carrick.broker.Identity;
import io.carrick.server.config.RoleConfiguration;
import io.carrick.server.yaml.ConfigurationException;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Users and roles in effect. The users file is looked at again after a second and read again if it changed; one that
 * has become unreadable is logged and the last good users stay. Thread-safe.
 */
public final class Users implements UserDirectory {
    private static final Logger LOG = LoggerFactory.getLogger(Users.class);
    private static final long CHECK_INTERVAL_NANOS = 1_000_000_000L;
    private static final int VERIFIED_REMEMBERED = 1000;

    private final UsersFile file;
    private final List<RoleConfiguration> roles;
    private final LongSupplier nanoTime;
    private final PasswordVerifier verifier = new PasswordVerifier(VERIFIED_REMEMBERED);
    private StoredUsers users;
    private FileStamp stamp;
    private long checkedNanos;

    /**
     * Reads the users file for the first time.
     *
     * @param roles given by name, besides those in the file
     * @param nanoTime a clock such as {@link System#nanoTime}
     * @throws ConfigurationException if the file's contents are not what they should be
     */
    public Users(UsersFile file, List<RoleConfiguration> roles, LongSupplier nanoTime)
            throws IOException, ConfigurationException {
        this.file = file;
        this.roles = List.copyOf(roles);
        this.nanoTime = nanoTime;
        stamp = FileStamp.of(file.path());
        users = read();
        checkedNanos = nanoTime.getAsLong();
    }

    private StoredUsers read() throws IOException, ConfigurationException {
        return new StoredUsers(file.read().values(), verifier, UsersFile.ITERATIONS);
    }

    private synchronized StoredUsers current() {
        if (nanoTime.getAsLong() - checkedNanos >= CHECK_INTERVAL_NANOS) {
            checkedNanos = nanoTime.getAsLong();
            reloadIfChanged();
        }
        return users;
    }

    private void reloadIfChanged() {
        try {
            FileStamp now = FileStamp.of(file.path());
            if (!now.equals(stamp)) {
                stamp = now;
                users = read();
                LOG.info("users reloaded file={}", file.path());
            }
        } catch (IOException | ConfigurationException e) {
            LOG.error("users not reloaded, the last good ones stay: {}", e.getMessage());
        }
    }

    @Override
    public Optional<ScramCredential> scram(String user, ScramHash hash) {
        return current().scram(user, hash);
    }

    @Override
    public boolean verifyPlain(String user, char[] password) {
        return current().verifyPlain(user, password);
    }

    @Override
    public Set<String> roles(String user) {
        Set<String> held = new HashSet<>(current().roles(user));
        roles.stream().filter(role -> role.members().contains(user)).forEach(role -> held.add(role.name()));
        return held;
    }

    /** The identity of a user whose password is right. May take tens of milliseconds. */
    public Optional<Identity> authenticate(String name, char[] password) {
        return prepared(name).filter(user -> verifyPlain(user, password)).map(user -> new Identity(user, roles(user)));
    }

    private static Optional<String> prepared(String name) {
        try {
            return Optional.of(new User(name, List.of(), Set.of()).name());
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // no user can have such a name
        }
    }
}
