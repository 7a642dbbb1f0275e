package io.carrick.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrick.server.security.UsersFile;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsersCommandTest {
    @TempDir
    private Path data;

    private final InputStream standardInput = System.in;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @AfterEach
    void restoreStandardInput() {
        System.setIn(standardInput);
    }

    private int users(String password, String... arguments) {
        System.setIn(new ByteArrayInputStream((password + "\n").getBytes(StandardCharsets.UTF_8)));
        String[] all = new String[arguments.length + 4];
        all[0] = "admin";
        all[1] = "users";
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        all[all.length - 2] = "--data";
        all[all.length - 1] = data.toString();
        return CarrickCommand.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all);
    }

    private boolean hasPassword(String name, String password) throws Exception {
        return new UsersFile(data.resolve("users.yaml"))
                .read().get(name).credentials().stream().allMatch(c -> c.matches(password.toCharArray()));
    }

    @Test
    void shouldAddChangeListAndRemove() throws Exception {
        assertThat(users("secret", "add", "ann", "--role", "admin", "--role", "shop"))
                .isZero();
        assertThat(hasPassword("ann", "secret")).isTrue();
        assertThat(users("better", "password", "ann")).isZero();
        assertThat(hasPassword("ann", "better")).isTrue();
        assertThat(users("x", "add", "bob")).isZero();
        out.getBuffer().setLength(0);
        assertThat(users("", "list")).isZero();
        assertThat(out.toString()).isEqualToIgnoringNewLines("ann  admin,shopbob");
        assertThat(users("", "remove", "ann")).isZero();
        assertThat(new UsersFile(data.resolve("users.yaml")).read()).containsOnlyKeys("bob");
    }

    @Test
    void shouldRefuseToAddAUserTwiceOrWithoutPassword() {
        assertThat(users("secret", "add", "ann")).isZero();
        assertThat(users("other", "add", "ann")).isEqualTo(1);
        assertThat(err.toString()).contains("there is already a user 'ann'");
        assertThat(users("", "add", "bob")).isEqualTo(1);
        assertThat(err.toString()).contains("a password is needed");
    }

    @Test
    void shouldRefuseToChangeAUserThatIsNotThere() {
        assertThat(users("x", "password", "nobody")).isEqualTo(1);
        assertThat(users("x", "remove", "nobody")).isEqualTo(1);
        assertThat(err.toString()).contains("carrick: there is no user 'nobody'");
    }
}
