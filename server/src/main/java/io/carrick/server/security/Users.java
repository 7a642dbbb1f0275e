package io.carrick.server.security;

import io.carrick.broker.Identity;
import io.carrick.server.config.RoleConfiguration;
import io.carrick.server.config.SecurityConfiguration;
import io.carrick.server.yaml.ConfigurationException;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Users and roles in effect. The users file is looked at again after a second and read again if it changed; one that
 * has become unreadable is logged and the last good users stay. Thread-safe.
 */
public final class Users {
    private static final Logger LOG = LoggerFactory.getLogger(Users.class);
    private static final long CHECK_INTERVAL_NANOS = 1_000_000_000L;

    private final UsersFile file;
    private final List<RoleConfiguration> roles;
    private final Set<String> anonymousRoles;
    private final LongSupplier nanoTime;
    private Map<String, User> users;
    private FileStamp stamp;
    private long checkedNanos;

    /**
     * Reads the users file for the first time.
     *
     * @param nanoTime a clock such as {@link System#nanoTime}
     * @throws ConfigurationException if the file's contents are not what they should be
     */
    public Users(UsersFile file, SecurityConfiguration security, LongSupplier nanoTime)
            throws IOException, ConfigurationException {
        this.file = file;
        this.roles = security.roles();
        this.anonymousRoles = Set.copyOf(new HashSet<>(security.anonymousRoles()));
        this.nanoTime = nanoTime;
        stamp = FileStamp.of(file.path());
        users = file.read();
        checkedNanos = nanoTime.getAsLong();
    }

    /** The user of that name. */
    public synchronized Optional<User> find(String name) {
        if (nanoTime.getAsLong() - checkedNanos >= CHECK_INTERVAL_NANOS) {
            checkedNanos = nanoTime.getAsLong();
            reloadIfChanged();
        }
        return Optional.ofNullable(users.get(name));
    }

    private void reloadIfChanged() {
        try {
            FileStamp now = FileStamp.of(file.path());
            if (!now.equals(stamp)) {
                stamp = now;
                users = file.read();
                LOG.info("users reloaded file={} users={}", file.path(), users.size());
            }
        } catch (IOException | ConfigurationException e) {
            LOG.error("users not reloaded, the last good ones stay: {}", e.getMessage());
        }
    }

    /** The identity of a user whose password is right. Takes milliseconds. */
    public Optional<Identity> authenticate(String name, String password) {
        return find(name)
                .filter(user -> user.hash(ScramAlgorithm.SHA_256)
                        .or(() -> user.hash(ScramAlgorithm.SHA_512))
                        .filter(hash -> hash.matches(password))
                        .isPresent())
                .map(user -> identity(name));
    }

    /** The identity of a user who has proved to be that user. */
    public Identity identity(String name) {
        return identity(name, find(name).map(User::roles).orElse(List.of()));
    }

    /** The identity of a user with roles besides those by name. */
    public Identity identity(String name, List<String> given) {
        Set<String> held = new HashSet<>(given);
        roles.stream().filter(role -> role.members().contains(name)).forEach(role -> held.add(role.name()));
        return new Identity(name, held);
    }

    /** The identity of a client without credentials. */
    public Identity anonymous() {
        return new Identity(Identity.ANONYMOUS.name(), anonymousRoles);
    }
}
