package io.carrick.server.management;

import io.carrick.amqp.Management;
import io.carrick.server.http.HttpFailure;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a request to {@code $management} says. */
final class ManagementArguments {
    private final Map<String, Object> properties;
    private final Map<?, ?> body;

    ManagementArguments(Management.Request request) {
        properties = request.properties();
        body = request.body() instanceof Map<?, ?> map ? map : Map.of();
    }

    /** An application property as text, empty if there is none. */
    Optional<String> text(String name) {
        return Optional.ofNullable(properties.get(name)).map(Object::toString).filter(text -> !text.isEmpty());
    }

    String required(String name) throws HttpFailure {
        return text(name).orElseThrow(() -> HttpFailure.badRequest("application property " + name + " is required"));
    }

    /** The entity that is meant: by identity, or by name, which is the same here. */
    String entity() throws HttpFailure {
        Optional<String> identity = text("identity");
        return identity.isPresent() ? identity.get() : required("name");
    }

    /** An application property that is a whole number within bounds. */
    int number(String name, int whenAbsent, int min, int max) throws HttpFailure {
        Object value = properties.get(name);
        if (value == null) {
            return whenAbsent;
        }
        // Clients of some languages have no other numbers than these.
        boolean isWhole = value instanceof Number number && number.doubleValue() == Math.rint(number.doubleValue());
        if (!isWhole || ((Number) value).doubleValue() < min || ((Number) value).doubleValue() > max) {
            throw HttpFailure.badRequest(name + " must be a number from " + min + " to " + max + ", not " + value);
        }
        return ((Number) value).intValue();
    }

    /** The names in a list of the body; empty if it has none. */
    List<String> names(String key) throws HttpFailure {
        Object value = body.get(key);
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof List<?> list)) {
            throw HttpFailure.badRequest(key + " must be a list of names, not " + value);
        }
        return list.stream().map(String::valueOf).toList();
    }
}
