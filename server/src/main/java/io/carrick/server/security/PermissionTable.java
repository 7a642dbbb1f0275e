package io.carrick.server.security;

import io.carrick.broker.Authorizer;
import io.carrick.broker.Identity;
import io.carrick.broker.Permission;
import io.carrick.server.config.PermissionConfiguration;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Permissions by address pattern, role and verb. A verb is permitted if any rule permits it; without rules
 * everything is, and with rules nothing else is. Immutable, thread-safe.
 */
public final class PermissionTable implements Authorizer {
    private static final String EVERYONE = "*";

    private final List<Rule> rules;

    private PermissionTable(List<Rule> rules) {
        this.rules = rules;
    }

    /**
     * Makes a table of what is configured.
     *
     * @param patterns compiles an address pattern
     */
    public static Authorizer of(
            List<PermissionConfiguration> configured, Function<String, Predicate<String>> patterns) {
        if (configured.isEmpty()) {
            return PERMIT_ALL;
        }
        List<Rule> rules = configured.stream()
                .map(c -> new Rule(patterns.apply(c.address()), c.permissions(), Set.copyOf(new HashSet<>(c.roles()))))
                .toList();
        return new PermissionTable(rules);
    }

    @Override
    public boolean permits(Identity who, Permission permission, String address) {
        if (LocalAdministrator.is(who)) {
            return true;
        }
        for (Rule rule : rules) {
            if (rule.permissions.contains(permission) && rule.holds(who) && rule.addresses.test(address)) {
                return true;
            }
        }
        return false;
    }

    private record Rule(Predicate<String> addresses, Set<Permission> permissions, Set<String> roles) {
        boolean holds(Identity who) {
            return roles.contains(EVERYONE) || !Collections.disjoint(roles, who.roles());
        }
    }
}
