package io.carrick.broker.state;

import io.carrick.broker.HalfEvent;
import io.carrick.broker.HalfSettings;
import io.carrick.broker.HalfState;
import io.carrick.broker.outcome.OutcomeKey;
import io.carrick.broker.outcome.OutcomeMemory;
import io.carrick.broker.record.HalfEventRecord;
import io.carrick.broker.record.HalfKey;
import io.carrick.broker.record.HalfRecord;
import io.carrick.broker.record.HalfRelocateRecord;
import io.carrick.broker.record.MessageBody;
import io.carrick.store.timer.Timers;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The half messages: the open ones, which keep their places in the log, and the outcomes of those that were decided.
 * Records are applied here in their order; the first decision counts and the later ones change nothing.
 */
public final class HalfLedger {
    private static final long RECENT_BYTES_MAX = 4 << 20;
    private static final HalfState[] STATES = HalfState.values();

    private final Map<HalfKey, HalfSet> open = new HashMap<>();
    /** By number, in the order in which the asking began. */
    private final Map<Long, HalfSet> prepared = new LinkedHashMap<>();

    private final Map<HalfKey, HalfSet> parked = new LinkedHashMap<>();
    /** One string for each group, and how many open half messages it has. */
    private final Map<String, Group> groups = new HashMap<>();
    /** How many messages wait to go to an address. */
    private final Map<Long, Integer> waitedFor = new HashMap<>();

    private final RecentBodies recent = new RecentBodies(RECENT_BYTES_MAX);
    private final OutcomeMemory outcomes;
    private final StateResources resources;
    private final Timers timers;
    private Consumer<HalfSet> whenEnded = set -> {};

    HalfLedger(HalfSettings settings, StateResources resources, Timers timers) {
        outcomes = new OutcomeMemory(settings.outcomesKept().toMillis(), settings.outcomesMax());
        this.resources = resources;
        this.timers = timers;
    }

    /** From now on told of every half message that is no longer to be asked for: decided or parked. */
    public void whenEnded(Consumer<HalfSet> follower) {
        whenEnded = follower;
    }

    // --- questions

    /** The open half message, null if there is none. */
    public HalfSet find(HalfKey key) {
        return open.get(key);
    }

    /** The half message of that number that may be asked for; null if it was decided or parked. */
    public HalfSet prepared(long number) {
        return prepared.get(number);
    }

    /** All that may be asked for, in the order in which the asking began. */
    public Collection<HalfSet> prepared() {
        return Collections.unmodifiableCollection(prepared.values());
    }

    /** All that are parked, in that order. */
    public Collection<HalfSet> parked() {
        return Collections.unmodifiableCollection(parked.values());
    }

    /** What has become of it; null if it is not known. */
    public HalfState state(HalfKey key) {
        HalfSet set = open.get(key);
        if (set != null) {
            return set.state();
        }
        int outcome = outcomes.find(outcomeKey(key));
        return outcome == OutcomeMemory.NONE ? null : STATES[outcome];
    }

    /** When it was decided, milliseconds since the epoch; negative if that is not remembered. */
    public long decidedMillis(HalfKey key) {
        return outcomes.timeMillis(outcomeKey(key));
    }

    /** Whether the message is, or was, part of the half message. */
    public boolean holds(HalfKey key, long identity) {
        HalfSet set = open.get(key);
        return set != null ? set.holds(identity) : outcomes.find(messageKey(key, identity)) != OutcomeMemory.NONE;
    }

    /** The message if it is in memory, else null. */
    public MessageBody recent(Place place) {
        return recent.find(place);
    }

    /** Whether a message waits to go to that address. */
    boolean isWaitedFor(long addressId) {
        return waitedFor.containsKey(addressId);
    }

    // --- records

    void prepare(HalfRecord record) {
        MessageBody body = record.body();
        HalfSet known = open.get(record.key());
        boolean repeated = known != null && known.holds(record.identity());
        if (repeated || known == null && state(record.key()) != null) {
            resources.largeBodies().discard(body.largeBodyId());
            if (repeated && known.state() == HalfState.PREPARED) {
                known.renew(record.timestamp(), record.checkAtMillis());
                askAnew(known);
            }
            return;
        }
        HalfSet set = known == null ? create(record) : known;
        Place place = new Place(record.position(), record.size());
        set.add(record.addressId(), record.identity(), place, body.largeBodyId());
        resources.space().retain(place.position(), place.size());
        resources.largeBodies().retain(body.largeBodyId());
        waitedFor.merge(record.addressId(), 1, Integer::sum);
        if (body.largeBodyId() == 0) {
            recent.add(place, body);
        }
    }

    private HalfSet create(HalfRecord record) {
        Group group = groups.computeIfAbsent(record.key().group(), Group::new);
        HalfKey key = new HalfKey(group.name, record.key().id());
        HalfSet set = new HalfSet(key, record.position(), record.timestamp(), record.checkAtMillis());
        add(set, group);
        schedule(set);
        return set;
    }

    private void add(HalfSet set, Group group) {
        group.open++;
        open.put(set.key(), set);
        if (set.state() == HalfState.PARKED) {
            parked.put(set.key(), set);
        } else {
            prepared.put(set.number(), set);
        }
    }

    private void schedule(HalfSet set) {
        timers.schedule(set.checkAtMillis(), TimerKind.HALF_CHECK.ordinal(), 0, set.number());
    }

    /** Applies an event; gives the messages that it ends, each of which is to be {@link #release released}. */
    List<StagedWork.Staged> apply(HalfEventRecord record) {
        HalfSet set = open.get(record.key());
        if (set == null) {
            return List.of();
        }
        set.apply(record);
        if (set.state().decided()) {
            return end(set, record.timestamp());
        }
        if (record.event() == HalfEvent.PARK) {
            prepared.remove(set.number());
            parked.put(set.key(), set);
            whenEnded.accept(set);
        } else if (set.state() == HalfState.PREPARED) {
            if (record.event() == HalfEvent.REARM) {
                parked.remove(set.key());
                askAnew(set);
            } else {
                schedule(set);
            }
        }
        return List.of();
    }

    /** The asking begins again: it is the youngest of those that may be asked for. */
    private void askAnew(HalfSet set) {
        prepared.remove(set.number());
        prepared.put(set.number(), set);
        schedule(set);
    }

    /** Decides as part of a transaction; gives what {@link #apply} gives. */
    List<StagedWork.Staged> decide(HalfKey key, boolean commit, long timestamp) {
        HalfSet set = open.get(key);
        if (set == null) {
            return List.of();
        }
        set.decide(commit ? HalfEvent.COMMIT : HalfEvent.ROLLBACK);
        return end(set, timestamp);
    }

    private List<StagedWork.Staged> end(HalfSet set, long timestamp) {
        open.remove(set.key());
        prepared.remove(set.number());
        parked.remove(set.key());
        leave(set.key().group());
        outcomes.add(outcomeKey(set.key()), set.state().ordinal(), timestamp);
        List<StagedWork.Staged> messages = new ArrayList<>(set.messages());
        for (int message = 0; message < set.messages(); message++) {
            outcomes.add(
                    messageKey(set.key(), set.identity(message)), set.state().ordinal(), timestamp);
            Place place = set.place(message);
            messages.add(
                    new StagedWork.Staged(set.addressId(message), set.largeBodyId(message), recent.find(place), place));
        }
        whenEnded.accept(set);
        return messages;
    }

    private void leave(String name) {
        Group group = groups.get(name);
        if (--group.open == 0) {
            groups.remove(name);
        }
    }

    /** Lets go what the message kept as part of a half message. */
    void release(StagedWork.Staged one) {
        resources.space().release(one.place().position(), one.place().size());
        resources.largeBodies().release(one.largeBodyId());
        recent.remove(one.place());
        waitedFor.computeIfPresent(one.addressId(), (id, count) -> count == 1 ? null : count - 1);
    }

    void relocate(HalfRelocateRecord record) {
        HalfSet set = open.get(record.key());
        Place to = new Place(record.position(), record.size());
        Place from = set == null ? null : set.relocate(record.identity(), to);
        if (from != null) {
            resources.space().retain(to.position(), to.size());
            resources.space().release(from.position(), from.size());
            recent.remove(from);
        }
    }

    // --- names

    private static OutcomeKey outcomeKey(HalfKey key) {
        return OutcomeKey.of(0, key.group(), key.id());
    }

    private static OutcomeKey messageKey(HalfKey key, long identity) {
        return OutcomeKey.of(identity, key.group(), key.id(), "message");
    }

    // --- the image

    void write(DataOutput out) throws IOException {
        out.writeInt(open.size());
        for (HalfSet set : prepared.values()) {
            set.write(out);
        }
        for (HalfSet set : parked.values()) {
            set.write(out);
        }
        outcomes.write(out);
    }

    void read(DataInput in) throws IOException {
        for (int left = in.readInt(); left > 0; left--) {
            HalfSet read = HalfSet.read(in, name -> groups.computeIfAbsent(name, Group::new).name);
            add(read, groups.get(read.key().group()));
            for (int message = 0; message < read.messages(); message++) {
                resources.largeBodies().retain(read.largeBodyId(message));
                waitedFor.merge(read.addressId(message), 1, Integer::sum);
            }
        }
        outcomes.read(in);
    }

    private static final class Group {
        private final String name;
        private int open;

        Group(String name) {
            this.name = name;
        }
    }
}
