package io.carrick.server.security;

import io.carrick.amqp.mechanism.ScramHash;
import io.carrick.amqp.sasl.ScramCredential;
import io.carrick.amqp.sasl.User;
import io.carrick.server.yaml.ConfigurationException;
import io.carrick.server.yaml.RecordBinder;
import io.carrick.server.yaml.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The file that users are kept in. Reading and writing touch the disk each time. */
public final class UsersFile {
    /** Of the key derivation: makes a guess cost some milliseconds, and an honest login not much more. */
    public static final int ITERATIONS = 10_000;

    private static final int SALT_BYTES = 16;
    private static final String HEADER =
            "# Written by 'carrick admin users'. Passwords are salted hashes (RFC 5803).\n";

    private final Path path;

    public UsersFile(Path path) {
        this.path = path;
    }

    public Path path() {
        return path;
    }

    /**
     * All users by name.
     *
     * @return empty if there is no such file
     * @throws ConfigurationException if its contents are not what they should be
     */
    public Map<String, User> read() throws IOException, ConfigurationException {
        String text;
        try {
            text = Files.readString(path);
        } catch (NoSuchFileException e) {
            return Map.of();
        }
        Contents contents = RecordBinder.bind(YamlReader.read(text, path.toString()), Contents.class);
        Map<String, User> users = new TreeMap<>();
        contents.users().forEach(entry -> users.put(entry.toUser().name(), entry.toUser()));
        return users;
    }

    /**
     * A user with fresh credentials for all SCRAM mechanisms.
     *
     * @throws IllegalArgumentException if name or password is empty or has characters that SASLprep prohibits
     */
    public static User user(String name, Set<String> roles, char[] password) {
        List<ScramCredential> credentials = Arrays.stream(ScramHash.values())
                .map(hash -> ScramCredential.derive(hash, password, salt(), ITERATIONS))
                .toList();
        return new User(name, credentials, roles);
    }

    private static byte[] salt() {
        byte[] salt = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        return salt;
    }

    /** Replaces the file atomically; only its owner may read it. */
    public void write(Collection<User> users) throws IOException {
        StringBuilder text = new StringBuilder(HEADER).append(users.isEmpty() ? "users: []\n" : "users:\n");
        for (User user : users) {
            String roles = user.roles().stream().sorted().map(UsersFile::quoted).collect(Collectors.joining(", "));
            text.append("  - name: ").append(quoted(user.name())).append('\n');
            text.append("    roles: [").append(roles).append("]\n");
            text.append(user.credentials().isEmpty() ? "    credentials: []\n" : "    credentials:\n");
            user.credentials()
                    .forEach(c ->
                            text.append("      - ").append(quoted(c.toText())).append('\n'));
        }
        PrivateFile.write(path, text.toString());
    }

    /** Single-quoted YAML, which knows no escapes but the doubled quote. */
    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    record Contents(List<Entry> users) {
        Contents {
            Set<String> names = new HashSet<>();
            for (Entry entry : users) {
                if (!names.add(entry.toUser().name())) {
                    throw new IllegalArgumentException("two users are named '" + entry.name() + "'");
                }
            }
        }
    }

    record Entry(String name, List<String> roles, List<String> credentials) {
        Entry {
            toUser(name, roles, credentials);
        }

        User toUser() {
            return toUser(name, roles, credentials);
        }

        private static User toUser(String name, List<String> roles, List<String> credentials) {
            return new User(
                    name, credentials.stream().map(ScramCredential::parse).toList(), new HashSet<>(roles));
        }
    }
}
