package io.carrick.broker.state;

import io.carrick.broker.Destination;
import io.carrick.broker.NodeKind;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** All addresses by id and by name. A queue and a topic of the same name are two addresses. */
public final class AddressBook {
    private final Map<Long, Address> byId = new LinkedHashMap<>();
    private final Map<Destination, Address> byName = new HashMap<>();

    void add(Address address) {
        byId.put(address.id(), address);
        byName.put(address.destination(), address);
    }

    Address remove(long id) {
        Address address = byId.remove(id);
        if (address != null) {
            byName.remove(address.destination());
        }
        return address;
    }

    /** The address with that id, null if there is none. */
    public Address byId(long id) {
        return byId.get(id);
    }

    /** The address a client means, null if there is none; without a kind the queue comes first. */
    public Address find(Destination destination) {
        if (destination.kind() != null) {
            return byName.get(destination);
        }
        Address queue = byName.get(new Destination(destination.name(), NodeKind.QUEUE));
        return queue != null ? queue : byName.get(new Destination(destination.name(), NodeKind.TOPIC));
    }

    public Collection<Address> all() {
        return Collections.unmodifiableCollection(byId.values());
    }
}
