package io.carrick.jms.sasl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrick.jms.config.AmqpSettings;
import io.carrick.jms.config.FactorySettings;
import io.carrick.jms.wire.Credentials;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SaslNegotiatorTest {
    private static final Credentials USER = new Credentials("user", "pencil");
    private static final SaslChannel CLEAR = new SaslChannel("host", false, false);
    private static final SaslChannel TLS = new SaslChannel("host", true, false);
    private static final SaslChannel CERTIFICATE = new SaslChannel("host", true, true);
    private static final List<String> ALL = List.of(
            "ANONYMOUS", "OAUTHBEARER", "XOAUTH2", "PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512", "EXTERNAL", "GSSAPI");

    @Test
    void shouldPreferTheCertificateThenTheStrongestHash() throws JMSException {
        assertThat(begin(USER, "", CERTIFICATE, ALL).mechanism()).isEqualTo("EXTERNAL");
        assertThat(begin(USER, "", TLS, ALL).mechanism()).isEqualTo("SCRAM-SHA-512");
        assertThat(begin(USER, "", CLEAR, List.of("PLAIN", "SCRAM-SHA-256")).mechanism())
                .isEqualTo("SCRAM-SHA-256");
        assertThat(begin(USER, "", CLEAR, List.of("ANONYMOUS", "PLAIN")).mechanism())
                .isEqualTo("PLAIN");
    }

    @Test
    void shouldBeAnonymousWithoutCredentials() throws JMSException {
        assertThat(begin(Credentials.NONE, "", TLS, ALL).mechanism()).isEqualTo("ANONYMOUS");
    }

    @Test
    void shouldUseWhatTheSettingsPermitOnly() throws JMSException {
        assertThat(begin(USER, "amqp.saslMechanisms=XOAUTH2,PLAIN", CERTIFICATE, ALL)
                        .mechanism())
                .isEqualTo("PLAIN");
        assertThat(begin(USER, "amqp.saslMechanisms=XOAUTH2", TLS, ALL).mechanism())
                .isEqualTo("XOAUTH2");
    }

    @Test
    void shouldRefuseSettingsWithAMechanismThatThereIsNot() {
        assertThatThrownBy(() -> begin(USER, "amqp.saslMechanisms=PLANE", TLS, ALL))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PLANE")
                .hasMessageContaining("PLAIN");
    }

    @Test
    void shouldKnowEachMechanismAsASetting() {
        for (Mechanism mechanism : Mechanism.values()) {
            assertThat(settings("amqp.saslMechanisms=" + mechanism.registeredName())
                            .saslMechanisms())
                    .containsExactly(mechanism.registeredName());
        }
    }

    @Test
    void shouldKeepThePasswordFromClearTextIfToldSo() throws JMSException {
        String option = "amqp.allowPlainWithoutTls=false";

        assertThat(begin(USER, option, TLS, List.of("PLAIN")).mechanism()).isEqualTo("PLAIN");
        assertThatThrownBy(() -> begin(USER, option, CLEAR, List.of("PLAIN")))
                .isInstanceOf(JMSSecurityException.class)
                .hasMessageContaining("amqp.allowPlainWithoutTls");
    }

    @Test
    void shouldSayWhyNoMechanismFits() {
        assertThatThrownBy(() -> begin(Credentials.NONE, "", CLEAR, List.of("PLAIN")))
                .isInstanceOf(JMSSecurityException.class)
                .hasMessageContaining("offers PLAIN")
                .hasMessageContaining("no user name and password were given");
    }

    @Test
    void shouldSendUserAndPasswordAsPlainWantsThem() throws JMSException {
        assertThat(text(begin(new Credentials("us\u00e9r", "p w"), "", TLS, List.of("PLAIN"))
                        .initialResponse()))
                .isEqualTo("\0us\u00e9r\0p w");
    }

    @Test
    void shouldSendTokensAsTheirMechanismsWantThem() throws JMSException {
        Credentials token = new Credentials("a,b", "ey.J_~+/-0==");

        assertThat(text(begin(token, "", TLS, List.of("XOAUTH2")).initialResponse()))
                .isEqualTo("user=a,b\001auth=Bearer ey.J_~+/-0==\001\001");
        assertThat(text(begin(token, "", TLS, List.of("OAUTHBEARER")).initialResponse()))
                .isEqualTo("n,a=a=2Cb,\001host=host\001auth=Bearer ey.J_~+/-0==\001\001");
    }

    @Test
    void shouldNotPresentAPasswordAsAToken() {
        assertThatThrownBy(() -> begin(new Credentials("u", "no token"), "", TLS, List.of("XOAUTH2", "OAUTHBEARER")))
                .isInstanceOf(JMSSecurityException.class);
    }

    @Test
    void shouldAcknowledgeTheReasonWhyATokenIsRefused() throws JMSException {
        SaslExchange exchange = begin(USER, "", TLS, List.of("XOAUTH2"));

        assertThat(exchange.respond("{\"status\":\"401\"}".getBytes(StandardCharsets.UTF_8)))
                .containsExactly(1);
    }

    @Test
    void shouldRepeatItselfForABrokerThatOverlookedTheInitialResponse() throws JMSException {
        SaslExchange exchange = begin(USER, "", TLS, List.of("PLAIN"));

        assertThat(exchange.respond(new byte[0])).isEqualTo(exchange.initialResponse());
        assertThatThrownBy(() -> exchange.respond(new byte[1])).isInstanceOf(JMSSecurityException.class);
    }

    @ParameterizedTest
    @CsvSource({"1, true", "2, false", "3, true", "4, false", "99, true"})
    void shouldTellFailuresForGoodFromThoseForNow(int code, boolean forGood) throws JMSException {
        SaslNegotiator negotiator = new SaslNegotiator(USER, settings(""));
        JMSException failure = negotiator.failure(code, negotiator.begin(ALL, TLS));

        assertThat(failure instanceof JMSSecurityException).isEqualTo(forGood);
        assertThat(failure).hasMessageNotContaining("pencil");
    }

    private static SaslExchange begin(
            Credentials credentials, String options, SaslChannel channel, List<String> offered)
            throws JMSSecurityException {
        return new SaslNegotiator(credentials, settings(options)).begin(offered, channel);
    }

    private static AmqpSettings settings(String options) {
        return FactorySettings.parse("amqp://host?" + options, Map.of())
                .connection()
                .brokers()
                .get(0)
                .amqp();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
