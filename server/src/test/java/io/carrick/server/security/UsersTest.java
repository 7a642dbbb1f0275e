package io.carrick.server.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrick.amqp.mechanism.ScramHash;
import io.carrick.amqp.sasl.User;
import io.carrick.broker.Identity;
import io.carrick.server.config.RoleConfiguration;
import io.carrick.server.yaml.ConfigurationException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsersTest {
    private static final List<RoleConfiguration> ROLES =
            List.of(new RoleConfiguration("auditor", List.of("ann", "bob")));

    @TempDir
    private Path directory;

    private final AtomicLong nanoTime = new AtomicLong();
    private UsersFile file;

    @BeforeEach
    void createFile() {
        file = new UsersFile(directory.resolve("users.yaml"));
    }

    private static User user(String name, String password, String... roles) {
        return UsersFile.user(name, Set.of(roles), password.toCharArray());
    }

    private Users users() throws Exception {
        return new Users(file, ROLES, nanoTime::get);
    }

    @Test
    void shouldReadWhatItWrote() throws Exception {
        List<User> written = List.of(user("ann", "x", "admin", "it's: #1"), user("o'neil \\", "y"));
        file.write(written);
        assertThat(file.read().values()).containsExactlyElementsOf(written);
    }

    @Test
    void shouldBeReadableByItsOwnerOnly() throws Exception {
        file.write(List.of(user("ann", "x")));
        assertThat(Files.getPosixFilePermissions(file.path())).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(Files.readString(file.path())).doesNotContain("password: x");
        assertThat(directory.toFile().list()).containsExactly("users.yaml");
    }

    @Test
    void shouldAuthenticateByTheRightPasswordOnly() throws Exception {
        file.write(List.of(user("ann", "secret", "admin")));
        assertThat(users().authenticate("ann", "secret".toCharArray()))
                .contains(new Identity("ann", Set.of("admin", "auditor")));
        assertThat(users().authenticate("ann", "Secret".toCharArray())).isEmpty();
        assertThat(users().authenticate("bob", "secret".toCharArray())).isEmpty();
    }

    @Test
    void shouldGiveRolesByNameToUsersOfOtherSources() throws Exception {
        assertThat(users().roles("bob")).containsExactly("auditor");
    }

    @Test
    void shouldSeeAChangedFileAfterASecond() throws Exception {
        Users users = users();
        file.write(List.of(user("ann", "x")));
        assertThat(users.scram("ann", ScramHash.SHA_512)).isEmpty();
        nanoTime.addAndGet(1_000_000_000L);
        assertThat(users.scram("ann", ScramHash.SHA_512)).isPresent();
    }

    @Test
    void shouldKeepTheLastGoodUsersWhenTheFileBreaks() throws Exception {
        file.write(List.of(user("ann", "x")));
        Users users = users();
        Files.writeString(file.path(), "users: [");
        nanoTime.addAndGet(1_000_000_000L);
        assertThat(users.scram("ann", ScramHash.SHA_512)).isPresent();
    }

    @Test
    void shouldRefuseABrokenFileAtStartWithItsPlace() throws Exception {
        Files.writeString(file.path(), "users:\n  - name: ann\n    credentials: [hunter2]\n");
        assertThatThrownBy(this::users)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith(file.path() + ":2:5: users[0]: a credential is")
                .hasMessageNotContaining("hunter2");
    }
}
