package io.carrick.jms.wire;

/**
 * Who the client says it is.
 *
 * @param user null for an anonymous client, or one known by its certificate
 * @param password null if there is none; for bearer tokens the token
 */
public record Credentials(String user, String password) {
    /** Nobody in particular. */
    public static final Credentials NONE = new Credentials(null, null);

    @Override
    public String toString() {
        return "Credentials[user=" + user + "]";
    }
}
