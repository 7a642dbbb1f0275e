package io.carrick.broker.record;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Messages settled for one subscription.
 *
 * <pre>long subscriptionId   int count   long[count] message keys</pre>
 *
 * @param keys the first {@code count} are used
 */
public record SettledKeys(long subscriptionId, long[] keys, int count) {
    private static final int FIXED = Long.BYTES + Integer.BYTES;

    static int size(List<SettledKeys> all) {
        int size = Integer.BYTES;
        for (SettledKeys one : all) {
            size += FIXED + one.count * Long.BYTES;
        }
        return size;
    }

    static void write(List<SettledKeys> all, ByteBuffer target) {
        target.putInt(all.size());
        for (SettledKeys one : all) {
            target.putLong(one.subscriptionId).putInt(one.count);
            for (int i = 0; i < one.count; i++) {
                target.putLong(one.keys[i]);
            }
        }
    }

    static List<SettledKeys> read(ByteBuffer source) {
        int groups = source.getInt();
        List<SettledKeys> all = new ArrayList<>(groups);
        for (int g = 0; g < groups; g++) {
            long subscription = source.getLong();
            long[] keys = new long[source.getInt()];
            for (int i = 0; i < keys.length; i++) {
                keys[i] = source.getLong();
            }
            all.add(new SettledKeys(subscription, keys, keys.length));
        }
        return all;
    }
}
