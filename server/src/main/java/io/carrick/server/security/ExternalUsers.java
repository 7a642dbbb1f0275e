package io.carrick.server.security;

import io.carrick.amqp.sasl.CertificateMapper;
import io.carrick.server.config.ExternalMappingConfiguration;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.security.auth.x500.X500Principal;

/** Users of client certificates by the configured mappings, the first that matches. Immutable, thread-safe. */
public final class ExternalUsers implements CertificateMapper {
    private final List<Mapping> mappings;

    private ExternalUsers(List<Mapping> mappings) {
        this.mappings = mappings;
    }

    /** The mapper of a configuration; without mappings it takes the common name. */
    public static CertificateMapper of(List<ExternalMappingConfiguration> configured) {
        return configured.isEmpty()
                ? COMMON_NAME
                : new ExternalUsers(configured.stream()
                        .map(c -> new Mapping(Pattern.compile(c.subject()), c.user()))
                        .toList());
    }

    @Override
    public Optional<String> userOf(X509Certificate certificate) {
        return userOf(certificate.getSubjectX500Principal());
    }

    Optional<String> userOf(X500Principal subject) {
        String name = subject.getName(X500Principal.RFC2253);
        for (Mapping mapping : mappings) {
            Matcher matcher = mapping.subject.matcher(name);
            if (matcher.matches()) {
                // The match is the whole name, so replacing it leaves the expanded template alone.
                return Optional.of(matcher.replaceFirst(mapping.user)).filter(user -> !user.isBlank());
            }
        }
        return Optional.empty();
    }

    private record Mapping(Pattern subject, String user) {}
}
