package io.carrick.server.security;

import io.carrick.broker.Identity;
import java.util.Set;

/** Whoever can read the broker's data directory: holds the admin token and may do everything. */
public final class LocalAdministrator {
    /** Compared by reference, so that no user of the same name is taken for it. */
    public static final Identity IDENTITY = new Identity("local-administrator", Set.of());

    private LocalAdministrator() {}

    /** True for the one that the token stands for. */
    @SuppressWarnings("ReferenceEquality")
    public static boolean is(Identity who) {
        return who == IDENTITY;
    }
}
