package io.carrick.server.yaml;

/** A configuration that cannot be used. The message is one line: place, key and what is wrong. */
public final class ConfigurationException extends Exception {
    private static final long serialVersionUID = 1L;

    public ConfigurationException(Position position, KeyPath key, String text) {
        super(position + ": " + key + ": " + text);
    }

    public ConfigurationException(Position position, String text) {
        super(position + ": " + text);
    }

    public ConfigurationException(String text, Throwable cause) {
        super(text, cause);
    }
}
