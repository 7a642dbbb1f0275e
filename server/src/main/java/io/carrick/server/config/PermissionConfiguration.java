package io.carrick.server.config;

import io.carrick.broker.Permission;
import io.carrick.broker.settings.AddressPattern;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Permits roles some verbs on some addresses. Rules add up; nothing takes a permission away.
 *
 * @param address pattern as in {@link AddressConfiguration#pattern}
 * @param roles {@code *} for everyone who got in
 */
public record PermissionConfiguration(String address, List<Verb> verbs, List<String> roles) {
    public PermissionConfiguration {
        AddressPattern.of(address);
        if (verbs.isEmpty()) {
            throw new IllegalArgumentException("verbs must name at least one verb");
        }
        if (roles.isEmpty()) {
            throw new IllegalArgumentException("roles must name at least one role");
        }
    }

    /** All permissions that the verbs stand for. */
    public Set<Permission> permissions() {
        Set<Permission> permissions = EnumSet.noneOf(Permission.class);
        for (Verb verb : verbs) {
            permissions.addAll(verb == Verb.ALL ? EnumSet.allOf(Permission.class) : EnumSet.of(verb.permission));
        }
        return permissions;
    }

    /** A permission, or all of them. */
    public enum Verb {
        SEND(Permission.SEND),
        RECEIVE(Permission.RECEIVE),
        CREATE(Permission.CREATE),
        DELETE(Permission.DELETE),
        BROWSE(Permission.BROWSE),
        MANAGE(Permission.MANAGE),
        ALL(null);

        private final Permission permission;

        Verb(Permission permission) {
            this.permission = permission;
        }
    }
}
