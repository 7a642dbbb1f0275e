package io.carrick.server.http;

import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the endpoint of a path. Filled before the server starts, then read only. */
public final class Router {
    private final List<Route> routes = new ArrayList<>();

    /**
     * Adds a route.
     *
     * @param template a path in which {@code {name}} stands for any one segment
     */
    public Router add(HttpMethod method, String template, Access access, Endpoint endpoint) {
        routes.add(new Route(method, List.of(template.split("/", -1)), access, endpoint));
        return this;
    }

    /**
     * A route that fits.
     *
     * @param parameters of the path, decoded
     */
    record Match(Access access, Endpoint endpoint, Map<String, String> parameters) {}

    /** The route of a path, still encoded; a failure says whether path or method is unknown. */
    Match find(HttpMethod method, String rawPath) throws HttpFailure {
        List<String> segments = List.of(rawPath.split("/", -1));
        boolean pathKnown = false;
        for (Route route : routes) {
            Optional<Map<String, String>> parameters = route.parameters(segments);
            if (parameters.isPresent() && route.method.equals(method)) {
                return new Match(route.access, route.endpoint, parameters.get());
            }
            pathKnown |= parameters.isPresent();
        }
        throw pathKnown
                ? new HttpFailure(HttpResponseStatus.METHOD_NOT_ALLOWED, method + " is not possible here")
                : new HttpFailure(HttpResponseStatus.NOT_FOUND, "nothing at " + rawPath);
    }

    private record Route(HttpMethod method, List<String> template, Access access, Endpoint endpoint) {
        Optional<Map<String, String>> parameters(List<String> segments) throws HttpFailure {
            if (segments.size() != template.size()) {
                return Optional.empty();
            }
            Map<String, String> parameters = new LinkedHashMap<>();
            for (int i = 0; i < segments.size(); i++) {
                String part = template.get(i);
                if (part.startsWith("{")) {
                    parameters.put(part.substring(1, part.length() - 1), decode(segments.get(i)));
                } else if (!part.equals(segments.get(i))) {
                    return Optional.empty();
                }
            }
            return Optional.of(parameters);
        }
    }

    private static String decode(String segment) throws HttpFailure {
        try {
            // A plus sign is itself in a path, and a space only in a query.
            return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw HttpFailure.badRequest("'" + segment + "' is not percent-encoded text");
        }
    }
}
