package io.carrick.jms.amqp;

import io.carrick.jms.config.AddressPrefixes;
import io.carrick.jms.config.BrokerEndpoint;
import io.carrick.jms.wire.RemoteBroker;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.transport.Open;

/** What client and broker say of themselves in their opens (AMQP 1.0, part 2, section 2.7.1). */
final class Opens {
    static final Symbol ANONYMOUS_RELAY = Symbol.valueOf("ANONYMOUS-RELAY");
    static final Symbol SERVER_LIST = Symbol.valueOf("failover-server-list");

    private static final Symbol SOLE_CONNECTION = Symbol.valueOf("sole-connection-for-container");
    private static final Symbol DELAYED_DELIVERY = Symbol.valueOf("DELAYED_DELIVERY");
    private static final Symbol SHARED_SUBS = Symbol.valueOf("SHARED-SUBS");
    private static final Symbol ENFORCEMENT_POLICY = Symbol.valueOf("sole-connection-enforcement-policy");
    private static final UnsignedInteger CLOSE_EXISTING = UnsignedInteger.ONE;
    private static final Symbol PRODUCT = Symbol.valueOf("product");
    private static final Symbol VERSION = Symbol.valueOf("version");
    private static final Symbol QUEUE_PREFIX = Symbol.valueOf("queue-prefix");
    private static final Symbol BROKER_ID = Symbol.valueOf("carrick:broker-id");
    private static final Symbol TOPIC_PREFIX = Symbol.valueOf("topic-prefix");
    private static final Symbol PLATFORM = Symbol.valueOf("platform");

    private Opens() {}

    /**
     * The client's open.
     *
     * @param again whether this identity was connected before. A generated one is nobody else's, so that a connection
     *     that the broker still has of it is its own lost one and may go; one that the application chose may have been
     *     taken by somebody else meanwhile
     */
    static Open request(BrokerEndpoint broker, Identity identity, boolean again) {
        Open open = new Open();
        open.setHostname(
                broker.amqp().virtualHost() == null
                        ? broker.host()
                        : broker.amqp().virtualHost());
        open.setDesiredCapabilities(SOLE_CONNECTION, DELAYED_DELIVERY, ANONYMOUS_RELAY, SHARED_SUBS);
        Map<Symbol, Object> properties = new LinkedHashMap<>();
        properties.put(PRODUCT, "Carrick JMS");
        String version = Opens.class.getPackage().getImplementationVersion();
        properties.put(VERSION, version == null ? "development" : version);
        properties.put(PLATFORM, "Java " + System.getProperty("java.version") + ", " + System.getProperty("os.name"));
        if (again && !identity.ofClient()) {
            properties.put(ENFORCEMENT_POLICY, CLOSE_EXISTING);
        }
        open.setProperties(properties);
        return open;
    }

    /**
     * What the broker's answer says about it.
     *
     * @param prefixes of addresses, which win over those that the broker tells
     */
    static RemoteBroker remote(BrokerEndpoint broker, Open answer, AddressPrefixes prefixes) {
        Map<?, ?> properties = answer.getProperties() == null ? Map.of() : answer.getProperties();
        Symbol[] offered = answer.getOfferedCapabilities();
        Set<String> capabilities = offered == null
                ? Set.of()
                : Arrays.stream(offered).map(Symbol::toString).collect(Collectors.toSet());
        return new RemoteBroker(
                broker.uri(),
                text(properties.get(PRODUCT)),
                text(properties.get(VERSION)),
                capabilities,
                prefixes.queue() == null ? text(properties.get(QUEUE_PREFIX)) : prefixes.queue(),
                prefixes.topic() == null ? text(properties.get(TOPIC_PREFIX)) : prefixes.topic(),
                text(properties.get(BROKER_ID)));
    }

    private static String text(Object value) {
        return value == null ? "" : value.toString();
    }
}
