package io.carrick.server.config;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Makes a user of a client certificate.
 *
 * @param subject regular expression that the whole distinguished name (RFC 2253) must match
 * @param user name of the user; {@code $1} stands for the first group of {@code subject}
 */
public record ExternalMappingConfiguration(String subject, String user) {
    public ExternalMappingConfiguration {
        try {
            Pattern.compile(subject);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("subject is no regular expression: " + e.getDescription(), e);
        }
    }
}
