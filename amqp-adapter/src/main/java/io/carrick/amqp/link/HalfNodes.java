package io.carrick.amqp.link;

import io.carrick.amqp.engine.Link;
import java.util.Map;
import org.apache.qpid.proton.amqp.Symbol;

/** The nodes and names of the half-message protocol. */
final class HalfNodes {
    static final String ID = "x-opt-half-id";
    static final String GROUP = "x-opt-half-group";
    static final String GROUP_PROPERTY = "JMS_CARRICK_HALF_GROUP";
    static final String CHECKS = "x-opt-half-checks";
    static final String BORN = "x-opt-half-born";
    static final String MESSAGES = "x-opt-half-messages";

    private static final String RESOLVE = "$half";
    private static final String CHECK = "$half-check/";
    private static final Symbol PRODUCER_GROUP = Symbol.valueOf("producer-group");

    private HalfNodes() {}

    /** Whether messages to that address are decisions. */
    static boolean isResolve(String address) {
        return RESOLVE.equals(address);
    }

    /** Whether deliveries from that address are questions to a group. */
    static boolean isCheck(String address) {
        return address.startsWith(CHECK);
    }

    /** The group that {@link #isCheck is asked} there. */
    static String group(String address) {
        return address.substring(CHECK.length());
    }

    /** The producer group that a link names for what comes over it; null if it names none. */
    static String group(Link link) {
        Map<?, ?> properties = link.remoteAttach().getProperties();
        Object group = properties == null ? null : properties.get(PRODUCER_GROUP);
        return group == null ? null : group.toString();
    }
}
