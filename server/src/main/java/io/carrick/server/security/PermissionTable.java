package io.carrick.server.security;

import io.carrick.broker.Authorizer;
import io.carrick.broker.Identity;
import io.carrick.broker.Permission;
import io.carrick.broker.settings.AddressPattern;
import io.carrick.server.config.SecurityConfiguration;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Permissions by address pattern, role and verb. A verb is permitted if any rule permits it; without rules
 * everything is but to manage without credentials, and with rules nothing else is. Immutable, thread-safe.
 */
public final class PermissionTable implements Authorizer {
    private static final String EVERYONE = "*";
    /** Who has given no credentials is no operator, however open the broker is. */
    private static final Authorizer WITHOUT_RULES =
            (who, permission, address) -> permission != Permission.MANAGE || !who.equals(Identity.ANONYMOUS);

    private final List<Rule> rules;
    private final Set<String> anonymousRoles;

    private PermissionTable(List<Rule> rules, Set<String> anonymousRoles) {
        this.rules = rules;
        this.anonymousRoles = anonymousRoles;
    }

    /** The table of a configuration. */
    public static Authorizer of(SecurityConfiguration security) {
        if (security.permissions().isEmpty()) {
            return WITHOUT_RULES;
        }
        List<Rule> rules = security.permissions().stream()
                .map(p ->
                        new Rule(AddressPattern.of(p.address()), p.permissions(), Set.copyOf(new HashSet<>(p.roles()))))
                .toList();
        return new PermissionTable(rules, Set.copyOf(new HashSet<>(security.anonymousRoles())));
    }

    @Override
    public boolean permits(Identity who, Permission permission, String address) {
        if (LocalAdministrator.is(who)) {
            return true;
        }
        Set<String> roles = who.equals(Identity.ANONYMOUS) ? anonymousRoles : who.roles();
        for (Rule rule : rules) {
            if (rule.permissions.contains(permission) && rule.isFor(roles) && rule.addresses.matches(address)) {
                return true;
            }
        }
        return false;
    }

    private record Rule(AddressPattern addresses, Set<Permission> permissions, Set<String> roles) {
        boolean isFor(Set<String> held) {
            return roles.contains(EVERYONE) || !Collections.disjoint(roles, held);
        }
    }
}
