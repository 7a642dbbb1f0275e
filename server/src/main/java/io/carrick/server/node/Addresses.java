package io.carrick.server.node;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.stream.Collectors;

/** Socket addresses as text. */
final class Addresses {
    private Addresses() {}

    /** {@code amqp=127.0.0.1:5672 http=127.0.0.1:8161}. */
    static String line(Map<String, InetSocketAddress> addresses) {
        return addresses.entrySet().stream()
                .map(entry -> entry.getKey() + "="
                        + text(entry.getValue().getAddress(), entry.getValue().getPort()))
                .collect(Collectors.joining(" "));
    }

    /** Where a client on the same machine reaches a bound address. */
    static String url(InetSocketAddress bound, boolean tls) {
        InetAddress address =
                bound.getAddress().isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : bound.getAddress();
        return (tls ? "https://" : "http://") + text(address, bound.getPort());
    }

    private static String text(InetAddress address, int port) {
        String host = address.getHostAddress();
        return (address instanceof Inet6Address ? "[" + host + "]" : host) + ":" + port;
    }
}
