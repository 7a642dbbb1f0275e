package io.carrick.broker.state;

import io.carrick.broker.record.MessageBody;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The messages that were staged last, by their places, so that one whose outcome comes soon need not be read again.
 * The oldest goes first when there are too many bytes.
 */
final class RecentBodies {
    /** What a message takes beside its contents, about. */
    private static final int OBJECTS_BYTES = 600;

    private final long bytesMax;
    private final Map<Long, MessageBody> byPosition = new LinkedHashMap<>();
    private long bytes;

    RecentBodies(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    void add(Place place, MessageBody body) {
        byPosition.put(place.position(), body);
        bytes += bytesOf(body);
        Iterator<MessageBody> oldest = byPosition.values().iterator();
        while (bytes > bytesMax) {
            bytes -= bytesOf(oldest.next());
            oldest.remove();
        }
    }

    /** The message at that place, null if it is not here. */
    MessageBody find(Place place) {
        return byPosition.get(place.position());
    }

    /** Nobody needs the message any more. */
    void remove(Place place) {
        MessageBody removed = byPosition.remove(place.position());
        if (removed != null) {
            bytes -= bytesOf(removed);
        }
    }

    private static long bytesOf(MessageBody body) {
        return OBJECTS_BYTES + body.message().encoded().length;
    }
}
