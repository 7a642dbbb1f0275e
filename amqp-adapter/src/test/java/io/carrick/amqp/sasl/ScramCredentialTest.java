package io.carrick.amqp.sasl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrick.amqp.mechanism.ScramHash;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScramCredentialTest {
    private static final byte[] SALT = {1, 2, 3, 4, 5, 6, 7, 8};

    @ParameterizedTest
    @EnumSource
    void shouldMatchThePasswordItWasMadeOf(ScramHash hash) {
        ScramCredential credential = derive(hash, "pass wörd");
        assertThat(credential.matches("pass wörd".toCharArray())).isTrue();
        assertThat(credential.matches("pass\u00a0wörd".toCharArray())).isTrue();
        assertThat(credential.matches("Pass wörd".toCharArray())).isFalse();
        assertThat(credential.matches(new char[0])).isFalse();
        assertThat(credential.matches("\u0007".toCharArray())).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void shouldComeBackFromItsText(ScramHash hash) {
        ScramCredential credential = derive(hash, "secret");
        assertThat(ScramCredential.parse(credential.toText()))
                .isEqualTo(credential)
                .hasSameHashCodeAs(credential);
        assertThat(credential.toText()).startsWith(hash.mechanism() + "$4096:AQIDBAUGBwg=$");
    }

    @Test
    void shouldTellCredentialsApart() {
        ScramCredential credential = derive(ScramHash.SHA_256, "secret");
        assertThat(credential).isEqualTo(derive(ScramHash.SHA_256, "secret"));
        assertThat(credential).isNotEqualTo(derive(ScramHash.SHA_256, "other"));
        assertThat(credential).isNotEqualTo(derive(ScramHash.SHA_512, "secret"));
    }

    @Test
    void shouldKeepKeysOutOfLogs() {
        assertThat(derive(ScramHash.SHA_256, "secret")).hasToString("SCRAM-SHA-256 credential of 4096 iterations");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "secret",
                "SCRAM-SHA-1$4096:AQIDBAUGBwg=$AAAA:AAAA",
                "SCRAM-SHA-256$4096:AQIDBAUGBwg=$AAAA:AAAA",
                "SCRAM-SHA-256$1:AQIDBAUGBwg=$AAAA:AAAA",
                "SCRAM-SHA-256$99999999:AQIDBAUGBwg=$AAAA:AAAA",
                "SCRAM-SHA-256$4096:AQ==$AAAA:AAAA",
                "SCRAM-SHA-256$4096:====$AAAA:AAAA"
            })
    void shouldRefuseTextThatIsNoCredential(String text) {
        assertThatThrownBy(() -> ScramCredential.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldRefuseEmptyAndProhibitedPasswords() {
        assertThatThrownBy(() -> derive(ScramHash.SHA_256, "")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> derive(ScramHash.SHA_256, "\u00ad")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> derive(ScramHash.SHA_256, "a\nb")).isInstanceOf(IllegalArgumentException.class);
    }

    private static ScramCredential derive(ScramHash hash, String password) {
        return ScramCredential.derive(hash, password.toCharArray(), SALT, ScramCredential.ITERATIONS_MIN);
    }
}
