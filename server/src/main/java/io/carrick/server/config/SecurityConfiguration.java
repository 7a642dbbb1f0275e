package io.carrick.server.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Who may do what.
 *
 * @param usersFile users and their password hashes; {@code users.yaml} in the data directory if not set
 * @param anonymousRoles roles of clients without credentials
 * @param roles roles given to users besides those in the users file
 * @param permissions what roles may do; while there are none, everyone who got in may do everything
 * @param externalMapping users of client certificates, first match counts
 */
public record SecurityConfiguration(
        Optional<Path> usersFile,
        List<String> anonymousRoles,
        List<RoleConfiguration> roles,
        List<PermissionConfiguration> permissions,
        List<ExternalMappingConfiguration> externalMapping) {}
