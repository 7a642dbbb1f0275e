package io.carrick.broker;

import java.util.Set;

/** An authenticated user and the roles it holds. */
public record Identity(String name, Set<String> roles) {
    /** The user of a connection that gave no credentials where none are needed. */
    public static final Identity ANONYMOUS = new Identity("anonymous", Set.of());

    public Identity {
        roles = Set.copyOf(roles);
    }
}
