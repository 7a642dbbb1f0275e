package io.carrick.amqp.sasl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrick.amqp.mechanism.ScramHash;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StoredUsersTest {
    private static final byte[] SALT = {1, 2, 3, 4, 5, 6, 7, 8};

    private final PasswordVerifier verifier = new PasswordVerifier(2);

    @Test
    void shouldVerifyPasswordsOfKnownUsersOnly() {
        StoredUsers users = users(user("bob", "builder"), new User("certified", List.of(), Set.of()));
        for (int round = 0; round < 2; round++) { // the second time from memory
            assertThat(users.verifyPlain("bob", "builder".toCharArray())).isTrue();
            assertThat(users.verifyPlain("bob", "breaker".toCharArray())).isFalse();
            assertThat(users.verifyPlain("bobby", "builder".toCharArray())).isFalse();
            assertThat(users.verifyPlain("certified", "builder".toCharArray())).isFalse();
            assertThat(users.verifyPlain("bob", new char[0])).isFalse();
        }
    }

    @Test
    void shouldForgetAVerifiedPasswordThatWasChanged() {
        assertThat(users(user("bob", "old")).verifyPlain("bob", "old".toCharArray()))
                .isTrue();
        StoredUsers changed = users(user("bob", "new"));
        assertThat(changed.verifyPlain("bob", "old".toCharArray())).isFalse();
        assertThat(changed.verifyPlain("bob", "new".toCharArray())).isTrue();
    }

    @Test
    void shouldVerifyMoreUsersThanItRemembers() {
        User[] many = new User[5];
        for (int i = 0; i < many.length; i++) {
            many[i] = user("u" + i, "p" + i);
        }
        StoredUsers users = users(many);
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < many.length; i++) {
                assertThat(users.verifyPlain("u" + i, ("p" + i).toCharArray())).isTrue();
                assertThat(users.verifyPlain("u" + i, ("p" + (i + 1)).toCharArray()))
                        .isFalse();
            }
        }
    }

    @Test
    void shouldGiveRolesAndCredentials() {
        StoredUsers users = users(user("bob", "builder"));
        assertThat(users.roles("bob")).containsExactly("role");
        assertThat(users.roles("nobody")).isEmpty();
        assertThat(users.scram("bob", ScramHash.SHA_256)).isPresent();
        assertThat(users.scram("bob", ScramHash.SHA_512)).isEmpty();
        assertThat(users.scram("nobody", ScramHash.SHA_256)).isEmpty();
    }

    @Test
    void shouldRefuseTwoUsersOfOneName() {
        assertThatThrownBy(() -> users(user("IX", "a"), user("\u2168", "b")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'IX'");
    }

    private StoredUsers users(User... users) {
        return new StoredUsers(List.of(users), verifier, ScramCredential.ITERATIONS_MIN);
    }

    private static User user(String name, String password) {
        ScramCredential credential =
                ScramCredential.derive(ScramHash.SHA_256, password.toCharArray(), SALT, ScramCredential.ITERATIONS_MIN);
        return new User(name, List.of(credential), Set.of("role"));
    }
}
