package io.carrick.server.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScramHashTest {

    @ParameterizedTest
    @EnumSource(ScramAlgorithm.class)
    void shouldMatchItsOwnPasswordOnly(ScramAlgorithm algorithm) {
        ScramHash hash = ScramHash.of(algorithm, "pencil", 4096);
        assertThat(hash.matches("pencil")).isTrue();
        assertThat(hash.matches("pencil ")).isFalse();
        assertThat(hash.matches("")).isFalse();
    }

    @ParameterizedTest
    @EnumSource(ScramAlgorithm.class)
    void shouldComeBackFromItsText(ScramAlgorithm algorithm) {
        ScramHash hash = ScramHash.of(algorithm, "pencil", 4096);
        assertThat(ScramHash.parse(hash.toString())).isEqualTo(hash);
    }

    @Test
    void shouldDifferForEqualPasswords() {
        assertThat(ScramHash.of(ScramAlgorithm.SHA_256, "x", 4096))
                .isNotEqualTo(ScramHash.of(ScramAlgorithm.SHA_256, "x", 4096));
    }

    /** The server signature of RFC 7677, section 3, can only be made with the right server key. */
    @Test
    void shouldDeriveTheKeysOfTheStandardsExample() throws Exception {
        byte[] salt = Base64.getDecoder().decode("W22ZaJ0SNY7soEsUEjb6gQ==");
        ScramHash hash = ScramHash.of(ScramAlgorithm.SHA_256, "pencil", 4096, salt);
        String message = "n=user,r=rOprNGfwEbeRWgbNEkqO,"
                + "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096,"
                + "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(hash.serverKey(), "HmacSHA256"));
        assertThat(Base64.getEncoder().encodeToString(mac.doFinal(message.getBytes("US-ASCII"))))
                .isEqualTo("6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "pencil", "SCRAM-SHA-1$4096:YQ==$YQ==:YQ==", "SCRAM-SHA-256$4096:!$YQ==:YQ=="})
    void shouldRefuseOtherText(String text) {
        assertThatThrownBy(() -> ScramHash.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
