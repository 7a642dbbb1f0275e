package io.carrick.jms.amqp;

import io.carrick.jms.wire.Target;
import java.util.HashMap;
import java.util.Map;

/**
 * The temporary destinations of a connection, by the addresses that they were created with. After a failover the broker
 * gives them others, which the application never sees. Belongs to the I/O thread.
 */
final class TemporaryDestinations {
    private final Map<String, TemporaryDestination> byAddress = new HashMap<>();

    /** It has its address. */
    void created(TemporaryDestination temporary) {
        byAddress.put(temporary.address(), temporary);
    }

    void deleted(TemporaryDestination temporary) {
        byAddress.remove(temporary.address());
    }

    /** Null if there is none. */
    TemporaryDestination at(String address) {
        return byAddress.get(address);
    }

    /** The address that the broker knows a destination by now. */
    String current(Target target) {
        TemporaryDestination temporary = target.kind().isTemporary() ? at(target.address()) : null;
        return temporary == null ? target.address() : temporary.current();
    }
}
