package io.carrick.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrick.broker.Identity;
import io.carrick.server.config.ExternalMappingConfiguration;
import io.carrick.server.config.SecurityConfiguration;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExternalUsersTest {
    @TempDir
    private Path directory;

    private ExternalUsers mapped(ExternalMappingConfiguration... mappings) throws Exception {
        SecurityConfiguration security =
                new SecurityConfiguration(Optional.empty(), List.of(), List.of(), List.of(), List.of(mappings));
        Users users = new Users(new UsersFile(directory.resolve("users.yaml")), security, System::nanoTime);
        return new ExternalUsers(security.externalMapping(), users);
    }

    @Test
    void shouldTakeTheCommonNameWithoutMappings() throws Exception {
        assertThat(mapped().identity(new X500Principal("CN=ann, OU=x, O=Acme")))
                .contains(new Identity("ann", Set.of()));
        assertThat(mapped().identity(new X500Principal("O=Acme"))).isEmpty();
    }

    @Test
    void shouldTakeTheFirstMappingThatMatchesTheWholeSubject() throws Exception {
        ExternalUsers external = mapped(
                new ExternalMappingConfiguration("CN=([^,]+),O=Acme", "$1@acme", List.of("clerk")),
                new ExternalMappingConfiguration(".*,O=Acme", "other", List.of()));
        assertThat(external.identity(new X500Principal("CN=ann, O=Acme")))
                .contains(new Identity("ann@acme", Set.of("clerk")));
        assertThat(external.identity(new X500Principal("CN=ann, OU=x, O=Acme")))
                .contains(new Identity("other", Set.of()));
        assertThat(external.identity(new X500Principal("CN=ann, O=Evil"))).isEmpty();
    }
}
