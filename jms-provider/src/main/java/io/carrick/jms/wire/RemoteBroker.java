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
 * @param queuePrefix what addresses of queues begin with, empty for nothing
 * @param topicPrefix what addresses of topics begin with, empty for nothing
 * @param id which broker it is, over restarts as well; empty if it does not say
 */
public record RemoteBroker(
        URI uri,
        String product,
        String version,
        Set<String> capabilities,
        String queuePrefix,
        String topicPrefix,
        String id) {
    public RemoteBroker {
        capabilities = Set.copyOf(capabilities);
    }

    /** A broker that tells queues and topics by no prefixes. */
    public RemoteBroker(URI uri, String product, String version, Set<String> capabilities) {
        this(uri, product, version, capabilities, "", "", "");
    }
}
