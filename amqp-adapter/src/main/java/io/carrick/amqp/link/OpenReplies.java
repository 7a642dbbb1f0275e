package io.carrick.amqp.link;

import io.carrick.amqp.AmqpSettings;
import io.carrick.amqp.Topology;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.transport.ConnectionError;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;
import org.apache.qpid.proton.amqp.transport.Open;

/** Makes the broker's open. */
final class OpenReplies {
    private static final Symbol PRODUCT = Symbol.valueOf("product");
    private static final Symbol VERSION = Symbol.valueOf("version");
    private static final Symbol BROKER_ID = Symbol.valueOf("carrick:broker-id");
    private static final Symbol PLATFORM = Symbol.valueOf("platform");
    private static final Symbol FAILOVER_SERVERS = Symbol.valueOf("failover-server-list");
    private static final Symbol ESTABLISHMENT_FAILED = Symbol.valueOf("amqp:connection-establishment-failed");
    private static final Symbol DETECTION_POLICY = Symbol.valueOf("sole-connection-detection-policy");
    private static final UnsignedInteger STRONG_DETECTION = UnsignedInteger.ZERO;
    private static final Symbol[] OFFERED = {
        Capabilities.SOLE_CONNECTION,
        Capabilities.DELAYED_DELIVERY,
        Capabilities.ANONYMOUS_RELAY,
        Capabilities.SHARED_SUBSCRIPTIONS,
        Capabilities.FILTER_SQL,
        Capabilities.FILTER_PROPERTIES
    };

    private final AmqpSettings settings;
    private final Topology topology;
    private final String brokerId;

    /** @param brokerId which broker this is */
    OpenReplies(AmqpSettings settings, Topology topology, String brokerId) {
        this.brokerId = brokerId;
        this.settings = settings;
        this.topology = topology;
    }

    /** The open for a client that is welcome. */
    Open welcome(boolean soleDesired) {
        Map<Symbol, Object> properties = product();
        if (soleDesired) {
            properties.put(DETECTION_POLICY, STRONG_DETECTION);
        }
        List<Map<Symbol, Object>> servers = new ArrayList<>();
        properties.put(BROKER_ID, brokerId);
        topology.failoverNodes().forEach(node -> servers.add(describe(node)));
        if (!servers.isEmpty()) {
            properties.put(FAILOVER_SERVERS, servers);
        }
        return open(properties);
    }

    /** The open that announces the close that refuses the client. */
    Open refusal() {
        Map<Symbol, Object> properties = product();
        properties.put(ESTABLISHMENT_FAILED, true);
        return open(properties);
    }

    private Open open(Map<Symbol, Object> properties) {
        Open open = new Open();
        open.setOfferedCapabilities(OFFERED);
        open.setProperties(properties);
        return open;
    }

    private Map<Symbol, Object> product() {
        Map<Symbol, Object> properties = new HashMap<>();
        properties.put(PRODUCT, "Carrick");
        properties.put(VERSION, settings.version());
        properties.put(PLATFORM, "Java " + Runtime.version().feature());
        return properties;
    }

    /** The error that sends the client to another node. */
    static ErrorCondition redirect(Topology.Node node) {
        return Errors.of(
                ConnectionError.REDIRECT,
                "this node serves no clients, use " + node.networkHost() + ":" + node.port(),
                describe(node));
    }

    private static Map<Symbol, Object> describe(Topology.Node node) {
        Map<Symbol, Object> map = new HashMap<>();
        map.put(Symbol.valueOf("network-host"), node.networkHost());
        map.put(Symbol.valueOf("port"), node.port());
        put(map, "scheme", node.scheme());
        put(map, "hostname", node.hostname());
        put(map, "path", node.path());
        return map;
    }

    private static void put(Map<Symbol, Object> map, String name, String value) {
        if (value != null) {
            map.put(Symbol.valueOf(name), value);
        }
    }
}
