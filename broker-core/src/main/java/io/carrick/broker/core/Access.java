package io.carrick.broker.core;

import io.carrick.broker.Authorizer;
import io.carrick.broker.BrokerError;
import io.carrick.broker.BrokerError.Code;
import io.carrick.broker.Identity;
import io.carrick.broker.Permission;
import io.carrick.broker.state.Address;
import java.util.Locale;

/** Asks the {@link Authorizer}; temporary nodes are their creators' own and need no permission. */
final class Access {
    private final Authorizer authorizer;

    Access(Authorizer authorizer) {
        this.authorizer = authorizer;
    }

    /** Null if permitted, else the error to answer with. */
    BrokerError refusal(Identity who, Permission permission, Address address) {
        return address.temporary() ? null : refusal(who, permission, address.name());
    }

    BrokerError refusal(Identity who, Permission permission, String address) {
        return authorizer.permits(who, permission, address)
                ? null
                : new BrokerError(
                        Code.UNAUTHORIZED,
                        "User " + who.name() + " has no permission to "
                                + permission.name().toLowerCase(Locale.ROOT) + " on address " + address);
    }
}
