package io.carrick.amqp.link;

import java.util.Arrays;
import org.apache.qpid.proton.amqp.Symbol;

/** Capabilities, properties and other symbols that clients and brokers know each other by. */
final class Capabilities {
    static final Symbol SOLE_CONNECTION = Symbol.valueOf("sole-connection-for-container");
    static final Symbol DELAYED_DELIVERY = Symbol.valueOf("DELAYED_DELIVERY");
    static final Symbol ANONYMOUS_RELAY = Symbol.valueOf("ANONYMOUS-RELAY");
    static final Symbol SHARED_SUBSCRIPTIONS = Symbol.valueOf("SHARED-SUBS");
    static final Symbol FILTER_SQL = Symbol.valueOf("AMQP_FILTEX_SQL_V1_0");
    static final Symbol FILTER_PROPERTIES = Symbol.valueOf("AMQP_FILTEX_PROP_V1_0");
    static final Symbol TOPIC = Symbol.valueOf("topic");
    static final Symbol QUEUE = Symbol.valueOf("queue");
    static final Symbol EXCLUSIVE = Symbol.valueOf("exclusive");

    private Capabilities() {}

    static boolean has(Symbol wanted, Symbol... capabilities) {
        return capabilities != null && Arrays.asList(capabilities).contains(wanted);
    }
}
