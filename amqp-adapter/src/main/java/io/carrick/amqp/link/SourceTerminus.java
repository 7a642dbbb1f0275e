package io.carrick.amqp.link;

import io.carrick.amqp.message.SubscriptionNames;
import io.carrick.broker.Consumer;
import io.carrick.broker.Destination;
import io.carrick.broker.NodeKind;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.Modified;
import org.apache.qpid.proton.amqp.messaging.Rejected;
import org.apache.qpid.proton.amqp.messaging.Released;
import org.apache.qpid.proton.amqp.messaging.Source;
import org.apache.qpid.proton.amqp.messaging.TerminusDurability;
import org.apache.qpid.proton.amqp.messaging.TerminusExpiryPolicy;

/** What a client's source (part 3, section 3.5.3) means. */
final class SourceTerminus {
    static final Symbol COPY = Symbol.valueOf("copy");
    private static final Symbol[] OUTCOMES = {
        Accepted.DESCRIPTOR_SYMBOL, Rejected.DESCRIPTOR_SYMBOL, Released.DESCRIPTOR_SYMBOL, Modified.DESCRIPTOR_SYMBOL
    };

    private final Source source;

    SourceTerminus(Source source) {
        this.source = source;
    }

    Source source() {
        return source;
    }

    Symbol[] capabilities() {
        return source.getCapabilities();
    }

    /** Whether it outlives its links: then it is a durable subscription, if it is on a topic. */
    boolean durable() {
        return source.getDurable() != null
                && source.getDurable() != TerminusDurability.NONE
                && source.getExpiryPolicy() == TerminusExpiryPolicy.NEVER;
    }

    boolean shared() {
        return Capabilities.has(SubscriptionNames.SHARED, capabilities());
    }

    boolean exclusive() {
        return Capabilities.has(Capabilities.EXCLUSIVE, capabilities());
    }

    /** Whether messages are looked at, not taken: every subscription of a topic has copies anyway. */
    boolean browses(Destination destination) {
        return COPY.equals(source.getDistributionMode())
                && destination.kind() != NodeKind.TOPIC
                && !(destination.kind() == null && durable());
    }

    /** The source as it is applied, for the answer to the attach. */
    Source applied(Consumer consumer, SourceFilters filters, DynamicNode node) {
        Source applied = new Source();
        applied.setAddress(
                node == null ? source.getAddress() : node.destination().name());
        applied.setDurable(source.getDurable());
        applied.setExpiryPolicy(source.getExpiryPolicy());
        applied.setTimeout(source.getTimeout());
        applied.setDistributionMode(source.getDistributionMode());
        applied.setCapabilities(source.getCapabilities());
        applied.setDefaultOutcome(source.getDefaultOutcome());
        applied.setOutcomes(source.getOutcomes() == null ? OUTCOMES : source.getOutcomes());
        applied.setFilter(filters.applied());
        if (node != null) {
            applied.setDynamic(true);
            applied.setDynamicNodeProperties(node.properties());
        }
        return applied;
    }
}
