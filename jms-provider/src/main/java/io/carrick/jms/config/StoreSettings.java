package io.carrick.jms.config;

/**
 * Where keys or certificates are kept. The file is read at each connect.
 *
 * @param location a path, a file URL or {@code classpath:} and a resource; null for no store
 * @param password null for none
 * @param type of the key store, or PEM; null to find it out
 */
public record StoreSettings(String location, String password, String type) {
    public boolean isPresent() {
        return location != null;
    }

    @Override
    public String toString() {
        return "StoreSettings[location=" + location + ", type=" + type + "]";
    }
}
