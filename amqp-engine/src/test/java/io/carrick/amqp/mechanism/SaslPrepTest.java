package io.carrick.amqp.mechanism;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SaslPrepTest {

    @Test
    void shouldPrepareTheExamplesOfRfc4013() {
        assertThat(SaslPrep.prepare("I\u00adX")).isEqualTo("IX");
        assertThat(SaslPrep.prepare("user")).isEqualTo("user");
        assertThat(SaslPrep.prepare("USER")).isEqualTo("USER");
        assertThat(SaslPrep.prepare("\u00aa")).isEqualTo("a");
        assertThat(SaslPrep.prepare("\u2168")).isEqualTo("IX");
    }

    @Test
    void shouldMapOtherSpacesToSpace() {
        assertThat(SaslPrep.prepare("a\u00a0b\u3000c")).isEqualTo("a b c");
    }

    @Test
    void shouldTakeTextFromRightToLeft() {
        assertThat(SaslPrep.prepare("\u0627\u0031\u0628")).isEqualTo("\u0627\u0031\u0628");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0007",
                "a\u0000b",
                "\u007f",
                "\u0627\u0031",
                "\u0627a\u0628",
                "\ue000",
                "\ufffd",
                "\u200e",
                "\u2028"
            })
    void shouldRefuseWhatIsProhibited(String text) {
        assertThatThrownBy(() -> SaslPrep.prepare(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldNotGiveTheCallersArrayBack() {
        char[] password = {'x'};
        assertThat(SaslPrep.prepare(password)).isNotSameAs(password).containsExactly('x');
    }
}
