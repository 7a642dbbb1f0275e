package io.carrick.broker.core;

import io.carrick.broker.BrokerError;
import io.carrick.broker.dispatch.ActiveConsumer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The connections of clients that are open, by a number that is theirs as long as the broker runs. */
final class Connections implements Iterable<CoreConnection> {
    private final Map<Long, CoreConnection> open = new LinkedHashMap<>();
    private final Counters counters;
    private long lastId;

    Connections(Counters counters) {
        this.counters = counters;
    }

    void opened(CoreConnection connection, long now) {
        connection.opened(++lastId, now);
        open.put(lastId, connection);
        counters.connections.increment();
    }

    void closed(CoreConnection connection) {
        if (open.remove(connection.id(), connection)) {
            counters.connections.decrement();
        }
    }

    /** The connection of that number, null if it is not open. */
    CoreConnection find(long id) {
        return open.get(id);
    }

    /** Tells the one whose consumer that is. */
    void closedByBroker(ActiveConsumer consumer, BrokerError reason) {
        for (CoreConnection connection : open.values()) {
            connection.closedByBroker(consumer, reason);
        }
    }

    /** All as of now; they may close meanwhile. */
    List<CoreConnection> snapshot() {
        return new ArrayList<>(open.values());
    }

    @Override
    public Iterator<CoreConnection> iterator() {
        return open.values().iterator();
    }
}
