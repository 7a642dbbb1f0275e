package io.carrick.broker.record;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A message that a commit has sent to the dead-letter address: given to nobody from then on, until a {@link MoveRecord}
 * or {@link SettleRecord} takes it out of its subscription.
 *
 * <pre>long subscriptionId   long key   text reason</pre>
 *
 * @param reason cut off after 1000 characters
 */
public record Condemned(long subscriptionId, long key, String reason) {
    public Condemned {
        reason = Reason.cut(reason);
    }

    static int size(List<Condemned> all) {
        int size = Integer.BYTES;
        for (Condemned one : all) {
            size += 2 * Long.BYTES + Text.of(one.reason).size();
        }
        return size;
    }

    static void write(List<Condemned> all, ByteBuffer target) {
        target.putInt(all.size());
        for (Condemned one : all) {
            target.putLong(one.subscriptionId).putLong(one.key);
            Text.of(one.reason).write(target);
        }
    }

    static List<Condemned> read(ByteBuffer source) {
        int count = source.getInt();
        List<Condemned> all = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            all.add(new Condemned(source.getLong(), source.getLong(), Text.read(source)));
        }
        return all;
    }
}
