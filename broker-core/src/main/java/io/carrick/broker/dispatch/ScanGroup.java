package io.carrick.broker.dispatch;

import io.carrick.broker.state.MessageKey;
import io.carrick.broker.state.MessageQueue;
import java.util.ArrayList;
import java.util.List;

/**
 * Consumers of one subscription that ask for the same messages, with one cursor over each lane. An idle group has
 * seen everything; an arrival that may match wakes it.
 */
final class ScanGroup {
    private final GroupKey key;
    private final List<ActiveConsumer> consumers = new ArrayList<>();
    private final long[] cursor = new long[MessageKey.LANES];
    private long returnedFrom;
    private boolean idle;
    private int turn;

    ScanGroup(GroupKey key) {
        this.key = key;
    }

    GroupKey key() {
        return key;
    }

    void add(ActiveConsumer consumer) {
        consumers.add(consumer);
    }

    void remove(ActiveConsumer consumer) {
        consumers.remove(consumer);
    }

    List<ActiveConsumer> consumers() {
        return consumers;
    }

    boolean hasCredit() {
        for (int i = 0; i < consumers.size(); i++) {
            if (consumers.get(i).hasCredit()) {
                return true;
            }
        }
        return false;
    }

    /** Next consumer in turn that may take a message, null if none. */
    ActiveConsumer next(Eligibility eligibility) {
        int size = consumers.size();
        for (int i = 0; i < size; i++) {
            ActiveConsumer candidate = consumers.get((turn + i) % size);
            if (candidate.hasCredit() && eligibility.may(candidate)) {
                turn = (turn + i + 1) % size;
                return candidate;
            }
        }
        return null;
    }

    long cursor(int lane) {
        return cursor[lane];
    }

    void moveTo(int lane, long index) {
        cursor[lane] = index;
    }

    /** Keys of returned messages below this have been looked at. */
    long returnedFrom() {
        return returnedFrom;
    }

    void returnedFrom(long key) {
        returnedFrom = key;
    }

    /** A message came back: look at it again. */
    void returned(long key) {
        returnedFrom = Math.min(returnedFrom, key);
    }

    boolean idle() {
        return idle;
    }

    /** Everything up to here has been looked at. */
    void sleep(MessageQueue messages) {
        idle = true;
        for (int lane = 0; lane < MessageKey.LANES; lane++) {
            cursor[lane] = messages.end(lane);
        }
    }

    /** A message arrived that may match. Nothing happens to a group that is awake: it will come to it. */
    void wake(MessageQueue messages, long key) {
        if (!idle) {
            return;
        }
        idle = false;
        for (int lane = 0; lane < MessageKey.LANES; lane++) {
            cursor[lane] = messages.end(lane);
        }
        cursor[MessageKey.lane(key)] = MessageKey.index(key);
    }

    /** Whether a consumer may take the message at hand. */
    @FunctionalInterface
    interface Eligibility {
        boolean may(ActiveConsumer consumer);
    }
}
