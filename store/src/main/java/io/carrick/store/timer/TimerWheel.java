package io.carrick.store.timer;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which bucket a time is in. Level 0 has buckets of 2^13 ms (8 s), each level above has buckets 32 times as wide, and
 * at most 32 of them are ahead of the horizon at each level: any future fits in a few hundred buckets. A time is put
 * in the lowest level that reaches it; when the horizon comes to a coarse bucket, its timers move to finer ones.
 */
final class TimerWheel {
    private static final int LEVELS = 10;
    private static final int SHIFT = 13;
    private static final int SHIFT_STEP = 5;
    private static final int REACH = 1 << SHIFT_STEP;

    /** By level, then by start divided by the level's width. */
    private final List<TreeMap<Long, TimerBucket>> levels = new ArrayList<>();

    TimerWheel() {
        for (int level = 0; level < LEVELS; level++) {
            levels.add(new TreeMap<>());
        }
    }

    private static int shift(int level) {
        return SHIFT + SHIFT_STEP * level;
    }

    static long width(int level) {
        return 1L << shift(level);
    }

    /** End of the level 0 span that the time is in. */
    static long endOfSpan(long time) {
        long end = ((time >>> SHIFT) + 1) << SHIFT;
        return end < 0 ? Long.MAX_VALUE : end;
    }

    /** The bucket of a time, which is not before the horizon. */
    TimerBucket bucket(long time, long horizon) {
        int level = 0;
        while ((time >>> shift(level)) - (horizon >>> shift(level)) >= REACH) {
            level++;
        }
        return levels.get(level).computeIfAbsent(time >>> shift(level), key -> new TimerBucket());
    }

    /** Level of the bucket that starts first, the widest if several do; -1 if there is none. */
    int firstLevel() {
        int first = -1;
        long firstStart = Long.MAX_VALUE;
        for (int level = LEVELS - 1; level >= 0; level--) {
            if (!levels.get(level).isEmpty() && (first < 0 || start(level) < firstStart)) {
                first = level;
                firstStart = start(level);
            }
        }
        return first;
    }

    /** Start of the first bucket of a level. */
    long start(int level) {
        return levels.get(level).firstKey() << shift(level);
    }

    /** Takes out the first bucket of a level. */
    TimerBucket take(int level) {
        return levels.get(level).pollFirstEntry().getValue();
    }

    long inMemory() {
        return levels.stream()
                .flatMap(level -> level.values().stream())
                .mapToLong(TimerBucket::inMemory)
                .sum();
    }

    void write(DataOutput out) throws IOException {
        for (TreeMap<Long, TimerBucket> level : levels) {
            out.writeInt(level.size());
            for (Map.Entry<Long, TimerBucket> entry : level.entrySet()) {
                out.writeLong(entry.getKey());
                entry.getValue().write(out);
            }
        }
    }

    static TimerWheel read(DataInput in) throws IOException {
        TimerWheel wheel = new TimerWheel();
        for (TreeMap<Long, TimerBucket> level : wheel.levels) {
            for (int left = in.readInt(); left > 0; left--) {
                level.put(in.readLong(), TimerBucket.read(in));
            }
        }
        return wheel;
    }
}
