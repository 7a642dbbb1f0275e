package io.carrick.server.security;

import io.carrick.broker.Identity;
import io.carrick.server.config.ExternalMappingConfiguration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.security.auth.x500.X500Principal;

/** Users of client certificates, for SASL EXTERNAL. Thread-safe. */
public final class ExternalUsers {
    private static final Pattern COMMON_NAME = Pattern.compile("(?:^|,)CN=((?:[^,\\\\]|\\\\.)+)");

    private final List<Mapping> mappings;
    private final Users users;

    public ExternalUsers(List<ExternalMappingConfiguration> configured, Users users) {
        this.mappings = configured.stream()
                .map(c -> new Mapping(Pattern.compile(c.subject()), c.user(), c.roles()))
                .toList();
        this.users = users;
    }

    /**
     * The user of a certificate that TLS has verified. Without any mapping it is the common name of the subject.
     *
     * @return empty if mappings are configured and none matches, or there is no common name
     */
    public Optional<Identity> identity(X500Principal subject) {
        String name = subject.getName(X500Principal.RFC2253);
        for (Mapping mapping : mappings) {
            Matcher matcher = mapping.subject.matcher(name);
            if (matcher.matches()) {
                // The pattern spans the name, so replacing the match gives the expanded template alone.
                return Optional.of(users.identity(matcher.replaceFirst(mapping.user), mapping.roles));
            }
        }
        Matcher commonName = COMMON_NAME.matcher(name);
        return mappings.isEmpty() && commonName.find()
                ? Optional.of(users.identity(commonName.group(1)))
                : Optional.empty();
    }

    private record Mapping(Pattern subject, String user, List<String> roles) {}
}
