package io.carrick.broker.record;

import io.carrick.broker.Outcome;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A message that was received in a branch and is not accepted, with what the commit is to make of it.
 *
 * <pre>
 * long subscriptionId   long key   byte outcome
 *   1 released:
 *   2 rejected: text condition   text description
 *   3 modified: byte flags (1 failed, 2 undeliverable here)   long deliverAt
 * </pre>
 *
 * @param outcome any but accepted; texts are cut off after 1000 characters
 */
public record Declined(long subscriptionId, long key, Outcome outcome) {
    private static final int FIXED = 2 * Long.BYTES + 1;
    private static final byte RELEASED = 1;
    private static final byte REJECTED = 2;
    private static final byte MODIFIED = 3;
    private static final int FAILED = 1;
    private static final int UNDELIVERABLE = 2;

    public Declined {
        if (outcome instanceof Outcome.Accepted) {
            throw new IllegalArgumentException("message " + key + " was accepted");
        }
        if (outcome instanceof Outcome.Rejected rejected) {
            outcome = new Outcome.Rejected(Reason.cut(rejected.condition()), Reason.cut(rejected.description()));
        }
    }

    /** All of them in their form on disk. */
    public static byte[] toBytes(List<Declined> all) {
        byte[] bytes = new byte[size(all)];
        write(all, ByteBuffer.wrap(bytes));
        return bytes;
    }

    /** The opposite of {@link #toBytes}. */
    public static List<Declined> fromBytes(byte[] bytes) {
        return read(ByteBuffer.wrap(bytes));
    }

    static int size(List<Declined> all) {
        int size = Integer.BYTES;
        for (Declined one : all) {
            size += FIXED;
            if (one.outcome instanceof Outcome.Rejected rejected) {
                size += Text.of(rejected.condition()).size()
                        + Text.of(rejected.description()).size();
            } else if (one.outcome instanceof Outcome.Modified) {
                size += 1 + Long.BYTES;
            }
        }
        return size;
    }

    static void write(List<Declined> all, ByteBuffer target) {
        target.putInt(all.size());
        for (Declined one : all) {
            target.putLong(one.subscriptionId).putLong(one.key);
            if (one.outcome instanceof Outcome.Rejected rejected) {
                target.put(REJECTED);
                Text.of(rejected.condition()).write(target);
                Text.of(rejected.description()).write(target);
            } else if (one.outcome instanceof Outcome.Modified modified) {
                target.put(MODIFIED);
                target.put((byte) ((modified.deliveryFailed() ? FAILED : 0)
                        | (modified.undeliverableHere() ? UNDELIVERABLE : 0)));
                target.putLong(modified.deliverAt());
            } else {
                target.put(RELEASED);
            }
        }
    }

    static List<Declined> read(ByteBuffer source) {
        int count = source.getInt();
        List<Declined> all = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            all.add(new Declined(source.getLong(), source.getLong(), readOutcome(source)));
        }
        return all;
    }

    private static Outcome readOutcome(ByteBuffer source) {
        byte code = source.get();
        return switch (code) {
            case RELEASED -> Outcome.RELEASED;
            case REJECTED -> new Outcome.Rejected(Text.read(source), Text.read(source));
            case MODIFIED -> {
                int flags = source.get();
                yield new Outcome.Modified((flags & FAILED) != 0, (flags & UNDELIVERABLE) != 0, source.getLong());
            }
            default -> throw new IllegalArgumentException("outcome of unknown code " + code);
        };
    }
}
