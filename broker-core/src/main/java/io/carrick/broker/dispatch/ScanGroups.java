package io.carrick.broker.dispatch;

import io.carrick.broker.selector.FilterIndex;
import io.carrick.broker.selector.PropertySource;
import io.carrick.broker.state.MessageQueue;
import io.carrick.store.queue.QueueEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The scan groups of a subscription: one for all consumers that ask for the same messages, or, once message groups are
 * in use, one for each consumer. They take turns.
 */
final class ScanGroups {
    private final MessageQueue messages;
    private final Matching matching;
    private final List<ScanGroup> groups = new ArrayList<>();
    private final Map<GroupKey, ScanGroup> byKey = new HashMap<>();
    private final FilterIndex<ScanGroup> index = new FilterIndex<>();
    private boolean perConsumer;
    private int turn;

    ScanGroups(MessageQueue messages, Matching matching) {
        this.messages = messages;
        this.matching = matching;
    }

    /** A consumer has come; {@link Matching} knows its filter. */
    void join(ActiveConsumer consumer) {
        CompiledFilter filter = matching.filter(consumer);
        GroupKey key = new GroupKey(
                filter == null ? null : filter.spec(), consumer.localContainer(), perConsumer ? consumer : null);
        ScanGroup group = byKey.computeIfAbsent(key, each -> {
            ScanGroup fresh = new ScanGroup(each);
            groups.add(fresh);
            index.add(fresh, filter == null ? null : filter.selector());
            return fresh;
        });
        group.add(consumer);
    }

    void leave(ActiveConsumer consumer) {
        for (ScanGroup group : List.copyOf(groups)) {
            group.remove(consumer);
            if (group.consumers().isEmpty()) {
                remove(group);
            }
        }
    }

    private void remove(ScanGroup group) {
        groups.remove(group);
        byKey.remove(group.key());
        index.remove(group);
    }

    /** The first message of a message group has come: from now on each consumer has a cursor of its own. */
    void split() {
        perConsumer = true;
        for (ScanGroup old : List.copyOf(groups)) {
            List<ActiveConsumer> members = List.copyOf(old.consumers());
            remove(old);
            members.forEach(this::join);
        }
    }

    /** Whether each consumer has a cursor of its own. */
    boolean perConsumer() {
        return perConsumer;
    }

    int size() {
        return groups.size();
    }

    /** The groups in the order of this round, from 0. */
    ScanGroup inTurn(int place) {
        return groups.get((turn + place) % groups.size());
    }

    /** The round is over: the next one begins with the next group. */
    void endRound() {
        turn = groups.isEmpty() ? 0 : (turn + 1) % groups.size();
    }

    /** A message arrived: wakes those it may be for. */
    void arrived(long key, QueueEntry entry) {
        if (groups.size() == 1) {
            groups.get(0).wake(messages, key);
            return;
        }
        if (groups.isEmpty()) {
            return;
        }
        PropertySource properties = matching.properties(entry);
        if (properties == null) {
            groups.forEach(group -> group.wake(messages, key));
            return;
        }
        index.candidates(properties, group -> {
            if (group.idle()) {
                group.wake(messages, key);
            }
        });
    }

    /** A message came back: all look at it again, and at what came back behind it. */
    void returned(long key) {
        for (int i = 0; i < groups.size(); i++) {
            groups.get(i).returned(key);
        }
    }
}
