package io.carrick.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrick.amqp.sasl.CertificateMapper;
import io.carrick.server.config.ExternalMappingConfiguration;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.Test;

class ExternalUsersTest {

    @Test
    void shouldTakeTheCommonNameWithoutMappings() {
        assertThat(ExternalUsers.of(List.of())).isSameAs(CertificateMapper.COMMON_NAME);
    }

    @Test
    void shouldTakeTheFirstMappingThatMatchesTheWholeSubject() {
        ExternalUsers external = (ExternalUsers) ExternalUsers.of(List.of(
                new ExternalMappingConfiguration("CN=([^,]+),O=Acme", "$1@acme"),
                new ExternalMappingConfiguration(".*,O=Acme", "other")));
        assertThat(external.userOf(new X500Principal("CN=ann, O=Acme"))).contains("ann@acme");
        assertThat(external.userOf(new X500Principal("CN=ann, OU=x, O=Acme"))).contains("other");
        assertThat(external.userOf(new X500Principal("CN=ann, O=Evil"))).isEmpty();
    }
}
