package io.carrick.server.security;

import io.carrick.server.yaml.ConfigurationException;
import io.carrick.server.yaml.RecordBinder;
import io.carrick.server.yaml.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The file that users are kept in. Reading and writing touch the disk each time. */
public final class UsersFile {
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
        contents.users().forEach(user -> users.put(user.name(), user));
        return users;
    }

    /** Replaces the file atomically; only its owner may read it. */
    public void write(Collection<User> users) throws IOException {
        StringBuilder text = new StringBuilder(HEADER).append(users.isEmpty() ? "users: []\n" : "users:\n");
        for (User user : users) {
            List<String> roles = new ArrayList<>();
            user.roles().forEach(role -> roles.add(quoted(role)));
            text.append("  - name: ").append(quoted(user.name())).append('\n');
            text.append("    roles: [").append(String.join(", ", roles)).append("]\n");
            user.scramSha256()
                    .ifPresent(hash -> text.append("    scram-sha256: ")
                            .append(quoted(hash))
                            .append('\n'));
            user.scramSha512()
                    .ifPresent(hash -> text.append("    scram-sha512: ")
                            .append(quoted(hash))
                            .append('\n'));
        }
        PrivateFile.write(path, text.toString());
    }

    /** Single-quoted YAML, which knows no escapes but the doubled quote. */
    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    record Contents(List<User> users) {
        Contents {
            Set<String> names = new HashSet<>();
            for (User user : users) {
                if (!names.add(user.name())) {
                    throw new IllegalArgumentException("two users are named '" + user.name() + "'");
                }
            }
        }
    }
}
