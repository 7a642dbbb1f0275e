package io.carrick.broker.state;

import io.carrick.broker.record.MessageBody;
import io.carrick.store.queue.ConsumeQueue;
import io.carrick.store.queue.QueueEntry;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * The messages of one address in order: a {@link ConsumeQueue} for each lane in use. Each stored message is here
 * once, however many subscriptions wait for it.
 */
public final class MessageQueue {
    /** Flag of an entry whose message is durable. */
    public static final int DURABLE = 1;

    /** Flag of an entry whose message has a large body. */
    public static final int LARGE = 2;

    /** Messages out of order that are looked through for one. */
    private static final int UNORDERED_MAX = 4096;

    private final ConsumeQueue[] lanes = new ConsumeQueue[MessageKey.LANES];
    /**
     * Messages from this index on lie in the log in the order of the lane; before, some were copied forward, or came out
     * of a transaction after others that were written later.
     */
    private final long[] orderedFrom = new long[MessageKey.LANES];
    /** Highest position in the log of the messages of a lane so far. */
    private final long[] highest = new long[MessageKey.LANES];

    private final Map<Long, Long> largeBodies = new HashMap<>();
    private final StateResources resources;

    MessageQueue(StateResources resources) {
        this.resources = resources;
    }

    /**
     * Adds a message at the end of its lane.
     *
     * @param place where its record lies, null if it is kept in memory only
     * @return its key
     */
    long add(MessageBody body, Place place) {
        int lane = MessageKey.lane(body.message().priority(), place == null);
        if (lanes[lane] == null) {
            lanes[lane] = resources.newConsumeQueue();
        }
        QueueEntry entry = entry(body, place, lanes[lane].endIndex());
        boolean complete = body.largeBodyId() == 0 || body.message().largeBody() != null;
        if (complete) {
            entry.cached(body.message());
            resources.cache().added(entry, body.message());
        }
        if (place != null) {
            resources.space().retain(place.position(), place.size());
            ordered(lane, place);
        }
        long key = MessageKey.of(lane, lanes[lane].append(entry));
        if (body.largeBodyId() != 0) {
            largeBodies.put(key, body.largeBodyId());
            resources.largeBodies().retain(body.largeBodyId());
        }
        return key;
    }

    private void ordered(int lane, Place place) {
        if (place.position() < highest[lane]) {
            orderedFrom[lane] = lanes[lane].endIndex() + 1;
        } else {
            highest[lane] = place.position();
        }
    }

    private static QueueEntry entry(MessageBody body, Place place, long index) {
        var message = body.message();
        return new QueueEntry(
                index,
                place == null ? -1 : place.position(),
                place == null ? 0 : place.size(),
                message.priority(),
                (message.durable() ? DURABLE : 0) | (body.largeBodyId() != 0 ? LARGE : 0),
                message.expiryTime(),
                message.deliverAt(),
                message.attributes().tagHash(),
                hash(message.groupId()),
                hash(message.publisher()));
    }

    /** The hash of a group or publisher as entries hold it: 0 exactly for null. */
    public static int hash(String text) {
        if (text == null) {
            return 0;
        }
        int hash = text.hashCode();
        return hash == 0 ? 1 : hash;
    }

    /** The entry with that key, null if it is gone. */
    public QueueEntry entry(long key) {
        ConsumeQueue lane = lanes[MessageKey.lane(key)];
        long index = MessageKey.index(key);
        return lane == null || index < lane.firstIndex() || index >= lane.endIndex() || !lane.isLive(index)
                ? null
                : lane.get(index);
    }

    /** Index behind the last message of a lane. */
    public long end(int lane) {
        return lanes[lane] == null ? 0 : lanes[lane].endIndex();
    }

    /** Index of the first message of a lane that may still be there. */
    public long first(int lane) {
        return lanes[lane] == null ? 0 : lanes[lane].firstIndex();
    }

    /** Index of the first message of a lane, from this one on, that is still there; the end if there is none. */
    public long nextLive(int lane, long from) {
        return lanes[lane].nextLive(from);
    }

    /** Whether the lane is in use. */
    public boolean uses(int lane) {
        return lanes[lane] != null;
    }

    /** Nobody needs the message any more. Nothing happens if it is gone. */
    void remove(long key) {
        QueueEntry entry = entry(key);
        if (entry == null) {
            return;
        }
        resources.cache().removed(entry);
        if (entry.position() >= 0) {
            resources.space().release(entry.position(), entry.size());
        }
        if ((entry.flags() & LARGE) != 0) {
            resources.largeBodies().release(largeBodies.remove(key));
        }
        lanes[MessageKey.lane(key)].removed(MessageKey.index(key));
    }

    /** The message lies at another place now. Nothing happens if it is gone. */
    void relocate(long key, Place to) {
        QueueEntry entry = entry(key);
        if (entry != null) {
            resources.space().retain(to.position(), to.size());
            resources.space().release(entry.position(), entry.size());
            lanes[MessageKey.lane(key)].place(MessageKey.index(key), to.position(), to.size());
            orderedFrom[MessageKey.lane(key)] = Math.max(orderedFrom[MessageKey.lane(key)], MessageKey.index(key) + 1);
        }
    }

    /**
     * The entry whose record lies at that position, among those {@link #isOrdered in order} and the first few others; null
     * if there is none.
     */
    public QueueEntry entryAt(int lane, long position) {
        if (lanes[lane] == null) {
            return null;
        }
        QueueEntry early = unorderedAt(lane, position);
        if (early != null) {
            return early;
        }
        long low = Math.max(first(lane), orderedFrom[lane]);
        long high = end(lane);
        while (low < high) {
            long probe = nextLive(lane, low + high >>> 1);
            QueueEntry entry = probe < high ? lanes[lane].get(probe) : null;
            if (entry == null || entry.position() > position) {
                high = low + high >>> 1;
            } else if (entry.position() == position) {
                return entry;
            } else {
                low = probe + 1;
            }
        }
        return null;
    }

    private QueueEntry unorderedAt(int lane, long position) {
        long end = Math.min(orderedFrom[lane], end(lane));
        long index = nextLive(lane, first(lane));
        for (int seen = 0; seen < UNORDERED_MAX && index < end; seen++) {
            QueueEntry entry = lanes[lane].get(index);
            if (entry.position() == position) {
                return entry;
            }
            index = nextLive(lane, index + 1);
        }
        return null;
    }

    /** Whether all messages of the lane lie in the log in the order of the lane. */
    public boolean isOrdered(int lane) {
        return lanes[lane] == null || first(lane) >= orderedFrom[lane];
    }

    /** Id of the chain of chunks that the message continues with, 0 for none. */
    public long largeBody(long key) {
        return largeBodies.getOrDefault(key, 0L);
    }

    /** Removes everything. */
    void clear() {
        for (int lane = 0; lane < lanes.length; lane++) {
            if (uses(lane)) {
                for (long index = nextLive(lane, first(lane)); index < end(lane); index = nextLive(lane, index)) {
                    remove(MessageKey.of(lane, index));
                }
            }
        }
    }

    void write(DataOutput out) throws IOException {
        for (int lane = 0; lane < lanes.length; lane++) {
            boolean written = lanes[lane] != null && !MessageKey.memoryOnly(lane);
            out.writeBoolean(written);
            if (written) {
                lanes[lane].write(out);
                out.writeLong(orderedFrom[lane]);
                out.writeLong(highest[lane]);
            }
        }
        out.writeInt((int) largeBodies.keySet().stream()
                .filter(key -> !MessageKey.memoryOnly(MessageKey.lane(key)))
                .count());
        for (Map.Entry<Long, Long> entry : largeBodies.entrySet()) {
            if (!MessageKey.memoryOnly(MessageKey.lane(entry.getKey()))) {
                out.writeLong(entry.getKey());
                out.writeLong(entry.getValue());
            }
        }
    }

    void read(DataInput in) throws IOException {
        for (int lane = 0; lane < lanes.length; lane++) {
            if (in.readBoolean()) {
                lanes[lane] = resources.readConsumeQueue(in);
                orderedFrom[lane] = in.readLong();
                highest[lane] = in.readLong();
            }
        }
        for (int left = in.readInt(); left > 0; left--) {
            long key = in.readLong();
            long largeBody = in.readLong();
            largeBodies.put(key, largeBody);
            resources.largeBodies().retain(largeBody);
        }
    }
}
