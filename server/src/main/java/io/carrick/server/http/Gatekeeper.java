package io.carrick.server.http;

import io.carrick.broker.Authorizer;
import io.carrick.broker.Identity;
import io.carrick.broker.Permission;
import io.carrick.server.config.HttpConfiguration;
import io.carrick.server.security.AdminToken;
import io.carrick.server.security.LocalAdministrator;
import io.carrick.server.security.Users;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells who calls (RFC 7617 Basic credentials of a user, or the admin token as RFC 6750 Bearer token) and lets
 * callers through to routes. Thread-safe.
 */
public final class Gatekeeper {
    /** The name under which permissions on the broker as a whole are given. */
    public static final String BROKER = "$management";

    private static final Logger LOG = LoggerFactory.getLogger(Gatekeeper.class);

    private final Users users;
    private final Authorizer authorizer;
    private final AdminToken token;
    private final HttpConfiguration.Access unauthenticatedMetrics;

    public Gatekeeper(
            Users users, Authorizer authorizer, AdminToken token, HttpConfiguration.Access unauthenticatedMetrics) {
        this.users = users;
        this.authorizer = authorizer;
        this.token = token;
        this.unauthenticatedMetrics = unauthenticatedMetrics;
    }

    /**
     * Lets a request through or refuses it.
     *
     * @param authorization the header, null if there is none
     * @return the caller, empty for one without credentials
     */
    Optional<Identity> admit(Access access, String authorization, InetSocketAddress remote) throws HttpFailure {
        if (authorization == null && access == Access.METRICS && metricsOpenTo(remote.getAddress())) {
            return Optional.empty();
        }
        Identity caller = authenticate(authorization, remote);
        if (access == Access.METRICS) {
            require(caller, Permission.MANAGE, BROKER);
        }
        return Optional.of(caller);
    }

    /** Refuses a caller who lacks a permission on an address, or on the {@link #BROKER}. */
    public void require(Identity caller, Permission permission, String address) throws HttpFailure {
        if (!authorizer.permits(caller, permission, address)) {
            throw new HttpFailure(
                    HttpResponseStatus.FORBIDDEN,
                    "user '" + caller.name() + "' lacks the permission "
                            + permission.name().toLowerCase(Locale.ROOT) + " on '" + address + "'");
        }
    }

    private boolean metricsOpenTo(InetAddress remote) {
        return switch (unauthenticatedMetrics) {
            case ALWAYS -> true;
            case LOOPBACK -> remote.isLoopbackAddress();
            case NEVER -> false;
        };
    }

    private Identity authenticate(String authorization, InetSocketAddress remote) throws HttpFailure {
        if (authorization == null) {
            throw new HttpFailure(HttpResponseStatus.UNAUTHORIZED, "credentials needed");
        }
        Optional<String> bearer = afterScheme(authorization, "Bearer ");
        Optional<Identity> caller = bearer.isPresent()
                ? bearer.filter(token::matches).map(t -> LocalAdministrator.IDENTITY)
                : afterScheme(authorization, "Basic ").flatMap(this::basic);
        if (caller.isEmpty()) {
            LOG.warn("login refused listener=http remote={} user={}", remote, claimedUser(authorization));
            throw new HttpFailure(HttpResponseStatus.UNAUTHORIZED, "wrong credentials");
        }
        return caller.get();
    }

    private Optional<Identity> basic(String encoded) {
        String pair = decoded(encoded);
        int colon = pair.indexOf(':');
        return colon < 0
                ? Optional.empty()
                : users.authenticate(
                        pair.substring(0, colon), pair.substring(colon + 1).toCharArray());
    }

    /** The user that the caller says to be; empty if it gives no name. */
    private static String claimedUser(String authorization) {
        String pair =
                afterScheme(authorization, "Basic ").map(Gatekeeper::decoded).orElse("");
        return pair.substring(0, Math.max(0, pair.indexOf(':')));
    }

    private static String decoded(String encoded) {
        try {
            return new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static Optional<String> afterScheme(String authorization, String scheme) {
        return authorization.regionMatches(true, 0, scheme, 0, scheme.length())
                ? Optional.of(authorization.substring(scheme.length()).trim())
                : Optional.empty();
    }
}
