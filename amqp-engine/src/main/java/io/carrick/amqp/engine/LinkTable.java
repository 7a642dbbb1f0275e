package io.carrick.amqp.engine;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** The links of a session by the handles of both sides, and by name while the peer has not answered. */
final class LinkTable {
    private final IntTable<Link> byRemoteHandle = new IntTable<>();
    private final IntTable<Link> byLocalHandle = new IntTable<>();
    private final Map<String, SendingLink> sendersAttaching = new HashMap<>();
    private final Map<String, ReceivingLink> receiversAttaching = new HashMap<>();
    private final Set<Link> detachedUnanswered = new HashSet<>();

    /**
     * Gives the link the lowest free handle of this side.
     *
     * @return the handle, or -1 if it would exceed {@code handleMax}
     */
    int allocate(Link link, long handleMax) {
        int handle = 0;
        while (byLocalHandle.get(handle) != null) {
            handle++;
        }
        if (handle > handleMax) {
            return -1;
        }
        byLocalHandle.put(handle, link);
        detachedUnanswered.remove(link);
        return handle;
    }

    /** This side's handle of the link is free. */
    void release(Link link) {
        byLocalHandle.remove(link.localHandle());
    }

    /** The link of an incoming frame, null if there is none. */
    Link remote(long handle) {
        return byRemoteHandle.get((int) handle);
    }

    void connect(int remoteHandle, Link link) {
        byRemoteHandle.put(remoteHandle, link);
    }

    /** The peer has detached the link: it has its handle back, and the link ours, unless it has none yet. */
    void disconnect(Link link) {
        byRemoteHandle.remove(link.remoteHandle());
        if (link.localHandle() < 0) {
            detachedUnanswered.add(link);
        }
    }

    /** Whether a link of that name and direction waits for the peer's answer. */
    boolean attaching(String name, boolean sender) {
        return (sender ? sendersAttaching : receiversAttaching).containsKey(name);
    }

    void attaching(SendingLink link) {
        sendersAttaching.put(link.name(), link);
    }

    void attaching(ReceivingLink link) {
        receiversAttaching.put(link.name(), link);
    }

    /** The link that an attach of the peer answers, null if it attaches a link of its own. */
    Link takeAttaching(String name, boolean sender) {
        return sender ? sendersAttaching.remove(name) : receiversAttaching.remove(name);
    }

    /** All links known in any way, and none from now on. */
    Collection<Link> drainAll() {
        Set<Link> all = new LinkedHashSet<>();
        byRemoteHandle.forEach(all::add);
        byLocalHandle.forEach(all::add);
        all.addAll(sendersAttaching.values());
        all.addAll(receiversAttaching.values());
        all.addAll(detachedUnanswered);
        byRemoteHandle.clear();
        byLocalHandle.clear();
        sendersAttaching.clear();
        receiversAttaching.clear();
        detachedUnanswered.clear();
        return all;
    }
}
