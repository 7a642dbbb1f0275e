package io.carrick.server.http;

import io.carrick.broker.Identity;
import io.netty.handler.codec.http.HttpMethod;
import java.util.Map;
import java.util.Optional;

/**
 * A request as an endpoint sees it.
 *
 * @param parameters of the path by name, then of the query; decoded
 * @param body empty if there is none
 * @param caller who asks; empty if the route is open and the caller gave no credentials
 * @param remoteAddress for logs
 */
public record Request(
        HttpMethod method,
        String path,
        Map<String, String> parameters,
        byte[] body,
        Optional<Identity> caller,
        String remoteAddress) {

    /** A parameter of the path. */
    public String parameter(String name) {
        return parameters.get(name);
    }

    /** A parameter of the query. */
    public Optional<String> optional(String name) {
        return Optional.ofNullable(parameters.get(name));
    }

    /** Who asks, on a route that is not open. */
    public Identity requiredCaller() {
        return caller.orElseThrow();
    }
}
