package io.carrick.amqp.link;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is remembered of links that are not attached but may be resumed (part 2, section 2.6.13): one entry for each,
 * in memory, the longest forgotten first when there are too many. Thread-safe.
 */
final class Termini {
    private static final int SUSPENDED_MAX = 10_000;

    private final Map<LinkClaims.Key, Object> suspended = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<LinkClaims.Key, Object> eldest) {
            return size() > SUSPENDED_MAX;
        }
    };

    /** Remembers the unsettled deliveries of a link. */
    synchronized void suspend(LinkClaims.Key key, Object unsettled) {
        suspended.remove(key);
        suspended.put(key, unsettled);
    }

    /** Takes what is remembered; null if nothing is, or something else. */
    synchronized <T> T resume(LinkClaims.Key key, Class<T> type) {
        Object unsettled = suspended.remove(key);
        return type.isInstance(unsettled) ? type.cast(unsettled) : null;
    }
}
