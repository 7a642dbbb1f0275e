package io.carrick.jms.amqp;

import io.carrick.jms.wire.DestinationKind;
import io.carrick.jms.wire.ReceiverOptions;
import io.carrick.jms.wire.ReceiverOptions.Mode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.DescribedType;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.UnsignedLong;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.DeleteOnClose;
import org.apache.qpid.proton.amqp.messaging.Modified;
import org.apache.qpid.proton.amqp.messaging.Rejected;
import org.apache.qpid.proton.amqp.messaging.Released;
import org.apache.qpid.proton.amqp.messaging.Source;
import org.apache.qpid.proton.amqp.messaging.Target;
import org.apache.qpid.proton.amqp.messaging.TerminusDurability;
import org.apache.qpid.proton.amqp.messaging.TerminusExpiryPolicy;

/** Sources and targets as the JMS mapping of AMQP wants them (AMQP 1.0, part 3, sections 3.5.3 and 3.5.4). */
final class Termini {
    static final Symbol SHARED = Symbol.valueOf("shared");
    static final Symbol GLOBAL = Symbol.valueOf("global");
    static final Symbol TOPIC = Symbol.valueOf("topic");
    /** A secret from which Carrick makes the name of a temporary destination, so that it can be had again. */
    static final Symbol TEMPORARY_KEY = Symbol.valueOf("carrick:temporary-key");

    private static final Symbol LIFETIME_POLICY = Symbol.valueOf("lifetime-policy");
    private static final Symbol COPY = Symbol.valueOf("copy");
    private static final Symbol SELECTOR = Symbol.valueOf("jms-selector");
    private static final Symbol NO_LOCAL = Symbol.valueOf("no-local");
    private static final long SELECTOR_DESCRIPTOR = 0x0000468C00000004L;
    private static final long NO_LOCAL_DESCRIPTOR = 0x0000468C00000003L;

    private Termini() {}

    static Symbol capability(DestinationKind kind) {
        return switch (kind) {
            case QUEUE -> Symbol.valueOf("queue");
            case TOPIC -> TOPIC;
            case TEMPORARY_QUEUE -> Symbol.valueOf("temporary-queue");
            case TEMPORARY_TOPIC -> Symbol.valueOf("temporary-topic");
        };
    }

    /** The source of a receiver. */
    static Source source(ReceiverOptions options, String address, boolean ofClient) {
        Source source = new Source();
        source.setAddress(address);
        source.setOutcomes(
                Accepted.DESCRIPTOR_SYMBOL,
                Rejected.DESCRIPTOR_SYMBOL,
                Released.DESCRIPTOR_SYMBOL,
                Modified.DESCRIPTOR_SYMBOL);
        Modified failed = new Modified();
        failed.setDeliveryFailed(true);
        source.setDefaultOutcome(failed);
        boolean durable =
                options.subscription() != null && options.subscription().durable();
        source.setDurable(durable ? TerminusDurability.UNSETTLED_STATE : TerminusDurability.NONE);
        source.setExpiryPolicy(durable ? TerminusExpiryPolicy.NEVER : TerminusExpiryPolicy.LINK_DETACH);
        if (durable || options.mode() == Mode.BROWSE) {
            source.setDistributionMode(COPY);
        }
        source.setCapabilities(capabilities(options, ofClient));
        Map<Symbol, Object> filters = filters(options);
        source.setFilter(filters.isEmpty() ? null : filters);
        return source;
    }

    private static Symbol[] capabilities(ReceiverOptions options, boolean ofClient) {
        List<Symbol> capabilities = new ArrayList<>(3);
        capabilities.add(capability(options.source().kind()));
        if (options.subscription() != null && options.subscription().shared()) {
            capabilities.add(SHARED);
            if (!ofClient) {
                capabilities.add(GLOBAL);
            }
        }
        return capabilities.toArray(new Symbol[0]);
    }

    private static Map<Symbol, Object> filters(ReceiverOptions options) {
        Map<Symbol, Object> filters = new LinkedHashMap<>();
        if (options.noLocal()) {
            filters.put(NO_LOCAL, new Filter(UnsignedLong.valueOf(NO_LOCAL_DESCRIPTOR), "NoLocalFilter{}"));
        }
        if (options.selector() != null) {
            filters.put(SELECTOR, new Filter(UnsignedLong.valueOf(SELECTOR_DESCRIPTOR), options.selector()));
        }
        return filters;
    }

    /** Whether the broker applies the selector, by the source that it answered. */
    static boolean appliesSelector(Source answered) {
        return answered.getFilter() != null && answered.getFilter().containsKey(SELECTOR);
    }

    /** A target of that address and kind. */
    static Target target(String address, DestinationKind kind) {
        Target target = new Target();
        target.setAddress(address);
        if (kind != null) {
            target.setCapabilities(capability(kind));
        }
        return target;
    }

    /**
     * A target that the broker creates.
     *
     * @param key from which Carrick makes its name; other brokers choose another name each time
     */
    static Target dynamic(DestinationKind kind, byte[] key) {
        Target target = new Target();
        target.setDynamic(true);
        target.setDurable(TerminusDurability.NONE);
        target.setExpiryPolicy(TerminusExpiryPolicy.LINK_DETACH);
        target.setCapabilities(capability(kind));
        Map<Symbol, Object> properties = new LinkedHashMap<>();
        properties.put(LIFETIME_POLICY, DeleteOnClose.getInstance());
        properties.put(TEMPORARY_KEY, new Binary(key));
        target.setDynamicNodeProperties(properties);
        return target;
    }

    private record Filter(Object descriptor, Object described) implements DescribedType {
        @Override
        public Object getDescriptor() {
            return descriptor;
        }

        @Override
        public Object getDescribed() {
            return described;
        }
    }
}
