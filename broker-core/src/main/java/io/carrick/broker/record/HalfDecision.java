package io.carrick.broker.record;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The outcome of a half message as part of a transaction:
 *
 * <pre>text group   text id   byte commit</pre>
 */
public record HalfDecision(HalfKey key, boolean commit) {
    /** Bytes that {@link #write} writes. Nothing at all for no decision: few transactions have any. */
    static int size(List<HalfDecision> decisions) {
        int size = decisions.isEmpty() ? 0 : Integer.BYTES;
        for (HalfDecision each : decisions) {
            size += each.key.size() + 1;
        }
        return size;
    }

    static void write(List<HalfDecision> decisions, ByteBuffer target) {
        if (decisions.isEmpty()) {
            return;
        }
        target.putInt(decisions.size());
        for (HalfDecision each : decisions) {
            each.key.write(target);
            target.put((byte) (each.commit ? 1 : 0));
        }
    }

    static List<HalfDecision> read(ByteBuffer source) {
        if (!source.hasRemaining()) {
            return List.of();
        }
        List<HalfDecision> decisions = new ArrayList<>();
        for (int left = source.getInt(); left > 0; left--) {
            decisions.add(new HalfDecision(HalfKey.read(source), source.get() != 0));
        }
        return decisions;
    }
}
