package io.carrick.jms.message;

import io.carrick.jms.CarrickDestination;
import io.carrick.jms.wire.DestinationKind;
import java.util.Objects;

/**
 * How destinations become addresses, and back. Some brokers tell queues from topics by a prefix of the address (they
 * say so as the connection opens, by {@code queue-prefix} and {@code topic-prefix}); applications never see it. Names
 * that begin with {@code $} are nodes of the broker itself, and have no prefix.
 *
 * @param queuePrefix empty for none
 * @param topicPrefix empty for none
 */
public record DestinationResolver(String queuePrefix, String topicPrefix) {
    /** Addresses are the names of the destinations. */
    public static final DestinationResolver PLAIN = new DestinationResolver("", "");

    public DestinationResolver {
        Objects.requireNonNull(queuePrefix);
        Objects.requireNonNull(topicPrefix);
    }

    /** The address of the destination at the broker. */
    public String address(CarrickDestination destination) {
        return switch (destination.kind()) {
            case QUEUE -> with(queuePrefix, destination.getAddress());
            case TOPIC -> with(topicPrefix, destination.getAddress());
            case TEMPORARY_QUEUE, TEMPORARY_TOPIC -> destination.getAddress();
        };
    }

    /** The destination of an address whose kind is known. */
    public CarrickDestination destination(String address, DestinationKind kind) {
        return CarrickDestination.of(
                kind,
                switch (kind) {
                    case QUEUE -> without(queuePrefix, address);
                    case TOPIC -> without(topicPrefix, address);
                    case TEMPORARY_QUEUE, TEMPORARY_TOPIC -> address;
                });
    }

    /**
     * The destination of an address that a message names without saying its kind: the prefixes tell, if there are any.
     *
     * @param otherwise the kind if they do not
     */
    CarrickDestination guess(String address, DestinationKind otherwise) {
        if (!queuePrefix.isEmpty() && address.startsWith(queuePrefix)) {
            return destination(address, DestinationKind.QUEUE);
        }
        if (!topicPrefix.isEmpty() && address.startsWith(topicPrefix)) {
            return destination(address, DestinationKind.TOPIC);
        }
        return destination(address, otherwise);
    }

    private static String with(String prefix, String name) {
        return name.startsWith("$") ? name : prefix.concat(name);
    }

    private static String without(String prefix, String address) {
        return address.startsWith(prefix) ? address.substring(prefix.length()) : address;
    }
}
