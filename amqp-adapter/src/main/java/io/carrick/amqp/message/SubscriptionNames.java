package io.carrick.amqp.message;

import io.carrick.broker.SubscriptionKey;
import java.util.Arrays;
import java.util.List;
import org.apache.qpid.proton.amqp.Symbol;

/**
 * Which subscription a receiving link means. JMS clients over AMQP name their links {@code <name>} for an unshared
 * durable subscription, and for shared ones {@code <name>|<anything>}, since several links of one connection cannot
 * have the same name; the source's capabilities say {@code shared}, and {@code global} if the client has no id.
 */
public final class SubscriptionNames {
    /** Source capability of a subscription that several consumers share. */
    public static final Symbol SHARED = Symbol.valueOf("shared");
    /** Source capability of a subscription that belongs to no client id. */
    public static final Symbol GLOBAL = Symbol.valueOf("global");

    private SubscriptionNames() {}

    /**
     * The subscription of an attaching link.
     *
     * @param containerId of the link's connection
     * @param durable whether the source outlives its links
     * @param capabilities of the source, may be null
     */
    public static SubscriptionKey keyOf(String linkName, String containerId, boolean durable, Symbol... capabilities) {
        boolean shared = has(SHARED, capabilities);
        String scope = has(GLOBAL, capabilities) ? null : containerId;
        return new SubscriptionKey(scope, shared ? beforeBar(linkName) : linkName, shared, durable);
    }

    /**
     * The durable subscriptions that a link without source may ask for (to unsubscribe), in the order in which they
     * are to be tried.
     *
     * @param containerId of the link's connection
     * @param capabilities that the link desires, may be null
     */
    public static List<SubscriptionKey> lookup(String linkName, String containerId, Symbol... capabilities) {
        String scope = has(GLOBAL, capabilities) ? null : containerId;
        SubscriptionKey shared = new SubscriptionKey(scope, beforeBar(linkName), true, true);
        if (has(SHARED, capabilities)) {
            return List.of(shared);
        }
        return List.of(new SubscriptionKey(scope, linkName, false, true), shared);
    }

    private static String beforeBar(String linkName) {
        int bar = linkName.indexOf('|');
        return bar < 0 ? linkName : linkName.substring(0, bar);
    }

    private static boolean has(Symbol wanted, Symbol... capabilities) {
        return capabilities != null && Arrays.asList(capabilities).contains(wanted);
    }
}
