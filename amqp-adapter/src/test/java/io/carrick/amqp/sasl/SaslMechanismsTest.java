package io.carrick.amqp.sasl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrick.broker.Identity;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SaslMechanismsTest {
    private static final StoredUsers USERS = new StoredUsers(
            List.of(new User("carol", List.of(), Set.of("admin"))),
            new PasswordVerifier(1),
            ScramCredential.ITERATIONS_MIN);

    @Test
    void shouldOfferTheStrongestLastWhateverTheOrderOfConfiguration() {
        List<String> configured = List.of("SCRAM-SHA-512", "ANONYMOUS", "SCRAM-SHA-256", "PLAIN", "PLAIN");
        assertThat(mechanisms(configured).offered(Optional.empty()))
                .containsExactly("PLAIN", "ANONYMOUS", "SCRAM-SHA-256", "SCRAM-SHA-512");
    }

    @Test
    void shouldNotOfferExternalWithoutCertificate() {
        assertThat(mechanisms(SaslMechanisms.SUPPORTED).offered(Optional.empty()))
                .doesNotContain("EXTERNAL");
    }

    @Test
    void shouldRefuseMechanismsThatDoNotExist() {
        assertThatThrownBy(() -> mechanisms(List.of("PLAIN", "CRAM-MD5")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("CRAM-MD5");
    }

    @Test
    void shouldBeginOnlyWhatIsEnabled() {
        SaslMechanisms mechanisms = mechanisms(List.of("PLAIN", "SCRAM-SHA-256", "ANONYMOUS"));
        for (String name : List.of("PLAIN", "SCRAM-SHA-256", "ANONYMOUS")) {
            assertThat(mechanisms.begin(name, Optional.empty()).orElseThrow().mechanism())
                    .isEqualTo(name);
        }
        assertThat(mechanisms.begin("SCRAM-SHA-512", Optional.empty())).isEmpty();
        assertThat(mechanisms.begin("plain", Optional.empty())).isEmpty();
        assertThat(mechanisms.permitsAnonymous()).isTrue();
        assertThat(mechanisms(List.of("PLAIN")).permitsAnonymous()).isFalse();
    }

    @Test
    void shouldNeverUseANonceTwice() {
        SaslMechanisms mechanisms = mechanisms(List.of("SCRAM-SHA-256"));
        assertThat(firstChallenge(mechanisms)).isNotEqualTo(firstChallenge(mechanisms));
    }

    @Test
    void shouldTakeAnonymousClientsWithAndWithoutTrace() {
        assertThat(new AnonymousExchange().start(null))
                .isInstanceOfSatisfying(
                        SaslStep.Succeeded.class,
                        succeeded -> assertThat(succeeded.identity()).isEqualTo(Identity.ANONYMOUS));
        assertThat(new AnonymousExchange().start("me@example".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(SaslStep.Succeeded.class);
    }

    @Test
    void shouldLetInWhomTheCertificateNames() {
        ExternalExchange exchange = new ExternalExchange(Optional.of("carol"), USERS);
        assertThat(exchange.start(null))
                .isInstanceOfSatisfying(
                        SaslStep.Succeeded.class,
                        succeeded ->
                                assertThat(succeeded.identity()).isEqualTo(new Identity("carol", Set.of("admin"))));
        assertThat(external("carol", "carol")).isInstanceOf(SaslStep.Succeeded.class);
        assertThat(external("carol", "")).isInstanceOf(SaslStep.Succeeded.class);
        assertThat(external("carol", "dave")).isInstanceOf(SaslStep.Failed.class);
        assertThat(external(null, "")).isInstanceOf(SaslStep.Failed.class);
        assertThat(external(null, "carol")).isInstanceOf(SaslStep.Failed.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "CN=carol,OU=x,O=y;carol",
                "OU=x,CN=carol;carol",
                "CN=inner,OU=x,CN=outer;inner",
                "cn=a\\,b,O=y;a,b",
                "OU=x;",
                "CN=\\ ,O=y;"
            })
    void shouldReadTheMostSpecificCommonName(String distinguishedName, String expected) {
        assertThat(CommonNameMapper.commonName(distinguishedName)).isEqualTo(Optional.ofNullable(expected));
    }

    private static SaslStep external(String certified, String wanted) {
        return new ExternalExchange(Optional.ofNullable(certified), USERS)
                .start(wanted.getBytes(StandardCharsets.UTF_8));
    }

    private static String firstChallenge(SaslMechanisms mechanisms) {
        SaslStep step = mechanisms
                .begin("SCRAM-SHA-256", Optional.empty())
                .orElseThrow()
                .start("n,,n=carol,r=abc".getBytes(StandardCharsets.UTF_8));
        return new String(((SaslStep.Challenge) step).bytes(), StandardCharsets.UTF_8);
    }

    private static SaslMechanisms mechanisms(List<String> enabled) {
        return new SaslMechanisms(enabled, USERS, CertificateMapper.COMMON_NAME, ScramCredential.ITERATIONS_MIN);
    }
}
