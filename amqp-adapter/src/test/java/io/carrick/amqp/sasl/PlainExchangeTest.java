package io.carrick.amqp.sasl;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrick.amqp.mechanism.ScramHash;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainExchangeTest {
    private final List<char[]> seen = new ArrayList<>();
    private final UserDirectory users = new UserDirectory() {
        @Override
        public Optional<ScramCredential> scram(String user, ScramHash hash) {
            return Optional.empty();
        }

        @Override
        public boolean verifyPlain(String user, char[] password) {
            seen.add(password);
            return user.equals("bob") && new String(password).equals("sécret");
        }

        @Override
        public Set<String> roles(String user) {
            return Set.of("role-of-" + user);
        }
    };

    @ParameterizedTest
    @ValueSource(strings = {"\0bob\0sécret", "bob\0bob\0sécret"})
    void shouldLetInWhoKnowsThePassword(String response) {
        assertThat(start(response)).isInstanceOfSatisfying(SaslStep.Succeeded.class, succeeded -> {
            assertThat(succeeded.identity().name()).isEqualTo("bob");
            assertThat(succeeded.identity().roles()).containsExactly("role-of-bob");
            assertThat(succeeded.additionalBytes()).isNull();
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\0",
                "bob\0sécret",
                "\0bob\0sécret\0",
                "\0\0sécret",
                "\0bob\0",
                "\0bob\0secret",
                "alice\0bob\0sécret",
                "\0alice\0sécret",
                "\0b\u0007b\0sécret"
            })
    void shouldRefuseEverythingElse(String response) {
        assertThat(start(response))
                .isInstanceOfSatisfying(
                        SaslStep.Failed.class,
                        failed -> assertThat(failed.outcome()).isEqualTo(SaslOutcome.AUTH));
    }

    @Test
    void shouldRefuseWhatIsNoUtf8() {
        SaslStep step = new PlainExchange(users).start(new byte[] {0, 'b', (byte) 0xff, 0, 'p'});
        assertThat(step).isInstanceOf(SaslStep.Failed.class);
    }

    @Test
    void shouldWipeThePassword() {
        start("\0bob\0sécret");
        start("\0bob\0wrong");
        assertThat(seen).hasSize(2).allSatisfy(password -> assertThat(password).containsOnly('\0'));
    }

    @Test
    void shouldKeepControlCharactersOutOfTheLog() {
        SaslStep step = start("x\ny\0bob\0sécret");
        assertThat(((SaslStep.Failed) step).reason()).doesNotContain("\n");
    }

    @Test
    void shouldTellTheClientToTryAgainIfUsersCannotBeLookedUp() {
        UserDirectory unreachable = new UserDirectory() {
            @Override
            public Optional<ScramCredential> scram(String user, ScramHash hash) {
                return Optional.empty();
            }

            @Override
            public boolean verifyPlain(String user, char[] password) {
                throw new UncheckedIOException(new IOException("no route to directory"));
            }

            @Override
            public Set<String> roles(String user) {
                return Set.of();
            }
        };
        assertThat(new PlainExchange(unreachable).start("\0bob\0x".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOfSatisfying(SaslStep.Failed.class, failed -> {
                    assertThat(failed.outcome()).isEqualTo(SaslOutcome.SYS_TEMP);
                    assertThat(failed.reason()).contains("no route to directory");
                });
    }

    @Test
    void shouldAskForTheInitialResponseIfThereIsNone() {
        PlainExchange exchange = new PlainExchange(users);
        assertThat(exchange.start(null)).isInstanceOf(SaslStep.Challenge.class);
        assertThat(exchange.respond("\0bob\0sécret".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(SaslStep.Succeeded.class);
        assertThat(exchange.respond("\0bob\0sécret".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(SaslStep.Failed.class);
    }

    private SaslStep start(String response) {
        return new PlainExchange(users).start(response.getBytes(StandardCharsets.UTF_8));
    }
}
