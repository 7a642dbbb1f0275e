package io.carrick.broker.record;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A message that came back from a consumer.
 *
 * <pre>long subscriptionId   long key   byte flags (1 failed, 2 lost)   long notBefore</pre>
 *
 * @param failed counts as a failed attempt
 * @param lost the consumer went away with it: it may have been seen
 * @param notBefore not to be delivered again before, milliseconds since the epoch; 0 for at once
 */
public record Returned(long subscriptionId, long key, boolean failed, boolean lost, long notBefore) {
    private static final int SIZE = 3 * Long.BYTES + 1;
    private static final int FAILED = 1;
    private static final int LOST = 2;

    static int size(List<Returned> all) {
        return Integer.BYTES + all.size() * SIZE;
    }

    static void write(List<Returned> all, ByteBuffer target) {
        target.putInt(all.size());
        for (Returned one : all) {
            target.putLong(one.subscriptionId).putLong(one.key);
            target.put((byte) ((one.failed ? FAILED : 0) | (one.lost ? LOST : 0)));
            target.putLong(one.notBefore);
        }
    }

    static List<Returned> read(ByteBuffer source) {
        int count = source.getInt();
        List<Returned> all = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            long subscription = source.getLong();
            long key = source.getLong();
            int flags = source.get();
            all.add(new Returned(subscription, key, (flags & FAILED) != 0, (flags & LOST) != 0, source.getLong()));
        }
        return all;
    }
}
