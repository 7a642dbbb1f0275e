package io.carrick.jms.wire;

import java.net.URI;
import java.util.Set;

/**
 * What a broker said about itself when the connection was opened.
 *
 * @param uri where it was reached
 * @param product its name, maybe empty
 * @param version of the product, maybe empty
 * @param capabilities that it offers, by their AMQP names
 */
public record RemoteBroker(URI uri, String product, String version, Set<String> capabilities) {
    public RemoteBroker {
        capabilities = Set.copyOf(capabilities);
    }
}
