package io.carrick.server.config;

import io.carrick.server.yaml.Default;

/**
 * The broker itself.
 *
 * @param name the container id that clients see
 */
public record NodeConfiguration(@Default("carrick") String name) {
    public NodeConfiguration {
        if (name.isBlank()) {
            throw new IllegalArgumentException("name must not be blank");
        }
    }
}
