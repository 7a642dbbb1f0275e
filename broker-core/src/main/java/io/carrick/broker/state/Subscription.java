package io.carrick.broker.state;

import io.carrick.broker.FilterSpec;
import io.carrick.broker.Message;
import io.carrick.broker.MessageFilter;
import io.carrick.broker.SubscriptionKey;
import io.carrick.broker.record.Returned;
import io.carrick.store.queue.AckSet;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * A cursor with acknowledgements over the messages of an address: what is settled, how often what is not came back,
 * and up to where messages may have been seen. A queue has exactly one; a topic one for each subscription.
 */
public final class Subscription {
    private final long id;
    private final Address address;
    private final SubscriptionKey key;
    private final FilterSpec filterSpec;
    private final MessageFilter filter;
    private final String noLocalContainer;
    private final boolean durable;
    private final Lane[] lanes = new Lane[MessageKey.LANES];
    private final Map<Long, Attempts> attempts = new HashMap<>();
    private final Set<Long> locked = new HashSet<>();
    /** Of the locked ones, those on their way to the dead-letter address, and why. */
    private final Map<Long, String> condemned = new LinkedHashMap<>();

    private long unsettled;
    private long unsettledInMemory;
    private long scheduled;
    private long scheduledInMemory;
    private long added;
    private long settled;
    private long deadLettered;
    private long expired;

    Subscription(
            long id,
            Address address,
            SubscriptionKey key,
            FilterSpec filterSpec,
            MessageFilter filter,
            String noLocalContainer,
            boolean durable) {
        this.id = id;
        this.address = address;
        this.key = key;
        this.filterSpec = filterSpec;
        this.filter = filter;
        this.noLocalContainer = noLocalContainer;
        this.durable = durable;
    }

    /** Skips everything that is in the address already. */
    void startAtEnd() {
        for (int lane = 0; lane < lanes.length; lane++) {
            if (address.messages().uses(lane)) {
                lanes[lane] = new Lane(address.messages().end(lane));
            }
        }
    }

    public long id() {
        return id;
    }

    public Address address() {
        return address;
    }

    /** Its name, null for the one of a queue and for unnamed ones. */
    public SubscriptionKey key() {
        return key;
    }

    /** The subscription's own filter, null if none. */
    public FilterSpec filterSpec() {
        return filterSpec;
    }

    /** Container whose messages are left out, null if none. */
    public String noLocalContainer() {
        return noLocalContainer;
    }

    /** Whether it is in the journal. */
    public boolean durable() {
        return durable;
    }

    /** The name for operators. */
    public String name() {
        return key == null ? address.name() : address.name() + "::" + key.name();
    }

    /** Whether the message passes the subscription's filter. */
    boolean accepts(Message message) {
        return (noLocalContainer == null || !noLocalContainer.equals(message.publisher()))
                && (filter == null || filter.matches(message));
    }

    void arrived(long key, boolean waitsForItsTime) {
        lane(MessageKey.lane(key));
        if (MessageKey.memoryOnly(MessageKey.lane(key))) {
            unsettledInMemory++;
            scheduledInMemory += waitsForItsTime ? 1 : 0;
        } else {
            unsettled++;
            scheduled += waitsForItsTime ? 1 : 0;
        }
        added++;
    }

    /** A message that was scheduled is so no more. */
    void timeCame(long key) {
        if (MessageKey.memoryOnly(MessageKey.lane(key))) {
            scheduledInMemory--;
        } else {
            scheduled--;
        }
    }

    /** The message is not for this subscription. */
    void passedOver(long key) {
        lane(MessageKey.lane(key)).settle(MessageKey.index(key));
    }

    /** Settles a message; false if it was settled before. */
    boolean settle(long key) {
        if (!lane(MessageKey.lane(key)).settle(MessageKey.index(key))) {
            return false;
        }
        attempts.remove(key);
        pardon(key);
        if (MessageKey.memoryOnly(MessageKey.lane(key))) {
            unsettledInMemory--;
        } else {
            unsettled--;
        }
        settled++;
        return true;
    }

    /** Whether the message is settled, or was never for this subscription. */
    public boolean isSettled(long key) {
        Lane lane = lanes[MessageKey.lane(key)];
        return lane != null && lane.isSettled(MessageKey.index(key));
    }

    /** The message is locked until it has left for the dead-letter address. */
    void condemn(long key, String reason) {
        if (!isSettled(key)) {
            locked.add(key);
            condemned.put(key, reason);
        }
    }

    private void pardon(long key) {
        if (condemned.remove(key) != null) {
            locked.remove(key);
        }
    }

    /** The messages on their way to the dead-letter address by a commit, and why. */
    Map<Long, String> condemned() {
        return condemned;
    }

    /** The message belongs to a prepared branch, which will settle it or give it back. */
    void lock(long key) {
        locked.add(key);
    }

    void unlock(long key) {
        locked.remove(key);
    }

    /** Whether the message belongs to a prepared branch, or is on its way to the dead-letter address by a commit. */
    public boolean isLocked(long key) {
        return !locked.isEmpty() && locked.contains(key);
    }

    /** The messages that are locked. */
    public Set<Long> locked() {
        return Collections.unmodifiableSet(locked);
    }

    /** All messages of the lane below this index are settled. */
    public long watermark(int lane) {
        return lanes[lane] == null ? 0 : lanes[lane].watermark();
    }

    void returned(Returned one) {
        pardon(one.key());
        if (!isSettled(one.key())) {
            Attempts before = attempts(one.key());
            attempts.put(
                    one.key(),
                    new Attempts(
                            before.failed() + (one.failed() ? 1 : 0),
                            before.lost() + (one.lost() ? 1 : 0),
                            one.notBefore()));
        }
    }

    /** How often the message came back. */
    public Attempts attempts(long key) {
        return attempts.isEmpty() ? Attempts.NONE : attempts.getOrDefault(key, Attempts.NONE);
    }

    /** Whether an earlier incarnation of the broker may have dispatched the message. */
    public boolean suspected(long key) {
        Lane lane = lanes[MessageKey.lane(key)];
        return lane != null && MessageKey.index(key) < lane.suspectedBelow;
    }

    /** Messages of the lane below this index may be dispatched without a new mark. */
    public long dispatchMark(int lane) {
        return lanes[lane] == null ? 0 : lanes[lane].dispatchMark;
    }

    void mark(int lane, long index) {
        lane(lane).dispatchMark = index;
    }

    /** A new leader: what may have been dispatched counts as possibly seen; not what comes from now on. */
    void suspect() {
        for (int i = 0; i < lanes.length; i++) {
            Lane lane = lanes[i];
            if (lane != null) {
                long dispatchedBelow =
                        Math.min(lane.dispatchMark, address.messages().end(i));
                lane.suspectedBelow = Math.max(lane.suspectedBelow, dispatchedBelow);
            }
        }
    }

    /** Messages not settled, held by consumers or not. */
    public long unsettled() {
        return unsettled + unsettledInMemory;
    }

    /** Messages not settled whose delivery time has not come. */
    public long scheduled() {
        return scheduled + scheduledInMemory;
    }

    /** Messages not settled of which the journal knows. */
    long unsettledInJournal() {
        return unsettled;
    }

    /** Messages that came in. */
    public long added() {
        return added;
    }

    /** Messages settled. */
    public long settled() {
        return settled;
    }

    /** Messages moved to, or dropped for want of, a dead-letter address. */
    public long deadLettered() {
        return deadLettered;
    }

    /** Messages that expired. */
    public long expired() {
        return expired;
    }

    /** Counts a message that left by death or expiry. */
    public void left(boolean byExpiry) {
        if (byExpiry) {
            expired++;
        } else {
            deadLettered++;
        }
    }

    private Lane lane(int lane) {
        if (lanes[lane] == null) {
            lanes[lane] = new Lane(0);
        }
        return lanes[lane];
    }

    void write(DataOutput out) throws IOException {
        out.writeLong(unsettled);
        out.writeLong(scheduled);
        for (int lane = 0; lane < lanes.length; lane++) {
            boolean written = lanes[lane] != null && !MessageKey.memoryOnly(lane);
            out.writeBoolean(written);
            if (written) {
                lanes[lane].write(out);
            }
        }
        Map<Long, Attempts> kept = new HashMap<>(attempts);
        kept.keySet().removeIf(key -> MessageKey.memoryOnly(MessageKey.lane(key)));
        out.writeInt(kept.size());
        for (Map.Entry<Long, Attempts> entry : kept.entrySet()) {
            out.writeLong(entry.getKey());
            out.writeInt(entry.getValue().failed());
            out.writeInt(entry.getValue().lost());
            out.writeLong(entry.getValue().notBefore());
        }
        out.writeInt(condemned.size());
        for (Map.Entry<Long, String> entry : condemned.entrySet()) {
            out.writeLong(entry.getKey());
            out.writeUTF(entry.getValue());
        }
    }

    void read(DataInput in) throws IOException {
        unsettled = in.readLong();
        scheduled = in.readLong();
        for (int lane = 0; lane < lanes.length; lane++) {
            lanes[lane] = in.readBoolean() ? Lane.read(in) : null;
        }
        for (int left = in.readInt(); left > 0; left--) {
            attempts.put(in.readLong(), new Attempts(in.readInt(), in.readInt(), in.readLong()));
        }
        for (int left = in.readInt(); left > 0; left--) {
            condemn(in.readLong(), in.readUTF());
        }
    }

    /** What is settled in one lane. */
    private static final class Lane {
        private final long start;
        private AckSet settled = new AckSet();
        private long dispatchMark;
        private long suspectedBelow;

        Lane(long start) {
            this.start = start;
        }

        boolean settle(long index) {
            return index >= start && settled.add(index - start);
        }

        boolean isSettled(long index) {
            return index < start || settled.contains(index - start);
        }

        long watermark() {
            return start + settled.watermark();
        }

        void write(DataOutput out) throws IOException {
            out.writeLong(start);
            out.writeLong(dispatchMark);
            out.writeLong(suspectedBelow);
            settled.write(out);
        }

        static Lane read(DataInput in) throws IOException {
            Lane lane = new Lane(in.readLong());
            lane.dispatchMark = in.readLong();
            lane.suspectedBelow = in.readLong();
            lane.settled = AckSet.read(in);
            return lane;
        }
    }
}
