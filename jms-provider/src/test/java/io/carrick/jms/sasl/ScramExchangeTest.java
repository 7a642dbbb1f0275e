package io.carrick.jms.sasl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrick.amqp.mechanism.ScramHash;
import io.carrick.jms.wire.Credentials;
import jakarta.jms.JMSSecurityException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScramExchangeTest {
    /** The example of RFC 7677, section 3. */
    private static final String NONCE = "rOprNGfwEbeRWgbNEkqO";

    private static final String CHALLENGE =
            "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0," + "s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096";
    private static final String SIGNATURE = "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=";

    @Test
    void shouldSayWhatTheExampleOfTheRfcSays() throws JMSSecurityException {
        ScramExchange exchange = exchange("user", "pencil");

        assertThat(text(exchange.initialResponse())).isEqualTo("n,,n=user,r=" + NONCE);
        assertThat(text(exchange.respond(bytes(CHALLENGE))))
                .isEqualTo("c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
                        + "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=");
        exchange.succeeded(bytes(SIGNATURE));
    }

    @Test
    void shouldTakeTheSignatureInAChallenge() throws JMSSecurityException {
        ScramExchange exchange = proven();

        assertThat(exchange.respond(bytes(SIGNATURE))).isEmpty();
        exchange.succeeded(null);
    }

    @Test
    void shouldNotBelieveABrokerThatProvesNothing() throws JMSSecurityException {
        ScramExchange exchange = proven();

        assertThatThrownBy(() -> exchange.succeeded(null))
                .isInstanceOf(JMSSecurityException.class)
                .hasMessageContaining("without having proven");
    }

    @Test
    void shouldNotBelieveABrokerThatClaimsSuccessAtOnce() throws JMSSecurityException {
        ScramExchange exchange = exchange("user", "pencil");
        exchange.initialResponse();

        assertThatThrownBy(() -> exchange.succeeded(bytes(SIGNATURE))).isInstanceOf(JMSSecurityException.class);
    }

    @Test
    void shouldNotBelieveAWrongSignature() throws JMSSecurityException {
        ScramExchange exchange = proven();

        assertThatThrownBy(() ->
                        exchange.succeeded(bytes("v=" + Base64.getEncoder().encodeToString(new byte[32]))))
                .isInstanceOf(JMSSecurityException.class)
                .hasMessageContaining("signature is wrong");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "r=" + NONCE,
                "r=" + NONCE + ",s=AAAA,i=4096",
                "r=another,s=AAAA,i=4096",
                "r=" + NONCE + "x,s=,i=4096",
                "r=" + NONCE + "x,s=?,i=4096",
                "r=" + NONCE + "x,s=AAAA,i=many",
                "r=" + NONCE + "x,s=AAAA,i=4095",
                "r=" + NONCE + "x,s=AAAA,i=2147483647",
                "r=" + NONCE + "x,s=AAAA,i=-1",
                "m=ext,r=" + NONCE + "x,s=AAAA,i=4096",
                "e=other-error"
            })
    void shouldRefuseAChallengeThatIsNotOne(String challenge) throws JMSSecurityException {
        ScramExchange exchange = exchange("user", "pencil");
        exchange.initialResponse();

        assertThatThrownBy(() -> exchange.respond(bytes(challenge)))
                .isInstanceOf(JMSSecurityException.class)
                .hasMessageContaining("SCRAM-SHA-256");
    }

    @Test
    void shouldPassOnWhatTheBrokerSaysIsWrong() throws JMSSecurityException {
        ScramExchange exchange = proven();

        assertThatThrownBy(() -> exchange.respond(bytes("e=invalid-proof"))).hasMessageContaining("invalid-proof");
    }

    @Test
    void shouldEscapeAndPrepareTheUser() throws JMSSecurityException {
        assertThat(text(exchange("a,b=\u2168", "pencil").initialResponse())).isEqualTo("n,,n=a=2Cb=3DIX,r=" + NONCE);
    }

    @Test
    void shouldSayThatAPasswordHasAProhibitedCharacter() throws JMSSecurityException {
        ScramExchange exchange = exchange("user", "pen\u0007cil");
        exchange.initialResponse();

        assertThatThrownBy(() -> exchange.respond(bytes(CHALLENGE)))
                .hasMessageContaining("password")
                .hasMessageContaining("U+0007");
    }

    @Test
    void shouldComputeTheKeysOnceForTheSameSalt() {
        ScramKeys keys = new ScramKeys(() -> NONCE);
        byte[] first = keys.saltedPassword(ScramHash.SHA_512, "pencil".toCharArray(), new byte[] {1}, 4096);

        assertThat(keys.saltedPassword(ScramHash.SHA_512, "pencil".toCharArray(), new byte[] {1}, 4096))
                .isSameAs(first);
        assertThat(keys.saltedPassword(ScramHash.SHA_512, "pencil".toCharArray(), new byte[] {2}, 4096))
                .isNotEqualTo(first);
    }

    private static ScramExchange proven() throws JMSSecurityException {
        ScramExchange exchange = exchange("user", "pencil");
        exchange.initialResponse();
        exchange.respond(bytes(CHALLENGE));
        return exchange;
    }

    private static ScramExchange exchange(String user, String password) {
        return new ScramExchange(ScramHash.SHA_256, new Credentials(user, password), new ScramKeys(() -> NONCE));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
