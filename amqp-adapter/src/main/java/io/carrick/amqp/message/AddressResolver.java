package io.carrick.amqp.message;

import io.carrick.broker.Destination;
import io.carrick.broker.NodeKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.qpid.proton.amqp.Symbol;

/**
 * Reads addresses as clients write them: with a scheme ({@code queue://}, {@code topic://}, {@code temp-queue://},
 * {@code temp-topic://}, in any case) or one of the configured prefixes, or plain, with the kind of node told by a
 * capability of the terminus. What is written in the address goes before what the capabilities say. Immutable.
 */
public final class AddressResolver {
    /** Knows the schemes only. */
    public static final AddressResolver STANDARD = new AddressResolver(List.of(), List.of());

    private final List<Prefix> prefixes = new ArrayList<>();

    /**
     * A resolver that knows the schemes and these prefixes, which are compared exactly.
     *
     * @param queuePrefixes what marks an address as a queue's
     * @param topicPrefixes what marks an address as a topic's
     */
    public AddressResolver(List<String> queuePrefixes, List<String> topicPrefixes) {
        queuePrefixes.forEach(text -> prefixes.add(new Prefix(text, NodeKind.QUEUE, false)));
        topicPrefixes.forEach(text -> prefixes.add(new Prefix(text, NodeKind.TOPIC, false)));
        prefixes.add(new Prefix("queue://", NodeKind.QUEUE, true));
        prefixes.add(new Prefix("topic://", NodeKind.TOPIC, true));
        prefixes.add(new Prefix("temp-queue://", NodeKind.QUEUE, true));
        prefixes.add(new Prefix("temp-topic://", NodeKind.TOPIC, true));
    }

    private record Prefix(String text, NodeKind kind, boolean anyCase) {
        boolean begins(String address) {
            return !text.isEmpty() && address.regionMatches(anyCase, 0, text, 0, text.length());
        }
    }

    /**
     * The destination of a terminus.
     *
     * @param capabilities of the source or target, may be null
     * @throws IllegalArgumentException if nothing is left of the address without its prefix
     */
    public Destination resolve(String address, Symbol... capabilities) {
        return resolve(address, kindOf(capabilities));
    }

    /**
     * The destination of a message that names its own.
     *
     * @param kind what is known of the node otherwise, or null
     * @throws IllegalArgumentException if nothing is left of the address without its prefix
     */
    public Destination resolve(String address, NodeKind kind) {
        for (Prefix prefix : prefixes) {
            if (prefix.begins(address)) {
                return named(address.substring(prefix.text.length()), prefix.kind, address);
            }
        }
        return named(address, kind, address);
    }

    /** The kind that a capability names ({@code queue}, {@code topic}, also temporary); null if none does. */
    public static NodeKind kindOf(Symbol... capabilities) {
        if (capabilities == null) {
            return null;
        }
        for (Symbol capability : capabilities) {
            switch (capability.toString().toLowerCase(Locale.ROOT)) {
                case "queue", "temporary-queue" -> {
                    return NodeKind.QUEUE;
                }
                case "topic", "temporary-topic" -> {
                    return NodeKind.TOPIC;
                }
                default -> {
                    // says nothing of the kind of node
                }
            }
        }
        return null;
    }

    private static Destination named(String name, NodeKind kind, String address) {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("address '" + address + "' names nothing");
        }
        return new Destination(name, kind);
    }
}
