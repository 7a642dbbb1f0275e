package io.carrick.jms.config;

import io.carrick.jms.wire.Credentials;

/**
 * The part of a URI between {@code //} and the path. Unlike {@link java.net.URI}, takes host names with an underscore.
 *
 * @param credentials {@link Credentials#NONE} if there are none
 * @param host without the brackets of IPv6
 * @param port -1 for that of the scheme
 */
record Authority(Credentials credentials, String host, int port) {
    private static final int PORT_MAX = 65_535;

    static Authority parse(String text) {
        int at = text.lastIndexOf('@');
        Credentials credentials = at < 0 ? Credentials.NONE : credentials(text.substring(0, at));
        String place = text.substring(at + 1);
        int hostEnd = place.startsWith("[") ? place.indexOf(']') + 1 : place.indexOf(':');
        if (place.startsWith("[") && hostEnd == 0) {
            throw new IllegalArgumentException("'" + place + "' has no closing bracket");
        }
        String host = hostEnd < 0 ? place : place.substring(0, hostEnd);
        String rest = hostEnd < 0 ? "" : place.substring(hostEnd);
        if (host.isEmpty() || host.equals("[]") || host.chars().anyMatch(c -> c <= ' ')) {
            throw new IllegalArgumentException("the host is missing or has a blank");
        }
        return new Authority(
                credentials, host.startsWith("[") ? host.substring(1, host.length() - 1) : host, port(rest));
    }

    private static int port(String rest) {
        if (rest.isEmpty()) {
            return -1;
        }
        try {
            int port = rest.charAt(0) == ':' ? Integer.parseInt(rest.substring(1)) : 0;
            if (port > 0 && port <= PORT_MAX) {
                return port;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + rest.substring(1) + "' is no port", e);
        }
        throw new IllegalArgumentException("'" + rest + "' is no colon and port from 1 to " + PORT_MAX);
    }

    private static Credentials credentials(String text) {
        int colon = text.indexOf(':');
        String user = Percent.decode(colon < 0 ? text : text.substring(0, colon));
        return new Credentials(user, colon < 0 ? null : Percent.decode(text.substring(colon + 1)));
    }
}
