package io.carrick.broker.dispatch;

import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * Messages that came back and wait, in the order of their old places, to be given out before those that the cursors
 * come to. Each {@link ScanGroup} remembers up to where it has looked at them.
 */
final class ReturnedMessages {
    /** No message. */
    static final long NONE = -1;

    private final NavigableSet<Long> keys = new TreeSet<>();

    void add(long key) {
        keys.add(key);
    }

    /** False if it was not there. */
    boolean remove(long key) {
        return !keys.isEmpty() && keys.remove(key);
    }

    boolean contains(long key) {
        return !keys.isEmpty() && keys.contains(key);
    }

    void clear() {
        keys.clear();
    }

    /**
     * The first message that the group has not passed and that suits it, {@link #NONE} if there is none. It stays, and
     * the group stands at it; those that cannot be given out to anybody now are forgotten.
     */
    long next(ScanGroup group, Candidates candidates, long now) {
        Long key = keys.isEmpty() ? null : keys.ceiling(group.returnedFrom());
        while (key != null) {
            if (!candidates.isReady(key, now)) {
                keys.remove(key);
            } else if (candidates.suits(group, key, now)) {
                group.returnedFrom(key);
                return key;
            }
            group.returnedFrom(key + 1);
            key = keys.higher(key);
        }
        return NONE;
    }

    /** Tells what may be given out. */
    interface Candidates {
        /** Whether the message can be given to somebody now. */
        boolean isReady(long key, long now);

        /** Whether consumers of the group want the message. */
        boolean suits(ScanGroup group, long key, long now);
    }
}
