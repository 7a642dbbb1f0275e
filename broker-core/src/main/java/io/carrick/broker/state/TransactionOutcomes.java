package io.carrick.broker.state;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * Which transactions were committed lately, for clients that have lost the answer. What is not here was rolled back, or
 * is too old to be asked for. The ids of two spans of time are kept, the present one and the one before; since ids are
 * given out in order, that is about a bit for each.
 */
public final class TransactionOutcomes {
    /** How long an outcome is kept at least, milliseconds of the records' clock. */
    public static final long KEPT_MIN_MILLIS = 10 * 60_000;

    private long span;
    private Roaring64Bitmap present = new Roaring64Bitmap();
    private Roaring64Bitmap before = new Roaring64Bitmap();

    /** Remembers a commit. */
    public void committed(long transactionId, long timestamp) {
        turnTo(timestamp / KEPT_MIN_MILLIS);
        present.addLong(transactionId);
    }

    /** A clock that is set back does not bring back an earlier span. */
    private void turnTo(long now) {
        if (now > span) {
            before = now == span + 1 ? present : new Roaring64Bitmap();
            present = new Roaring64Bitmap();
            span = now;
        }
    }

    /** Whether the transaction was committed, as far as is remembered. */
    public boolean isCommitted(long transactionId) {
        return present.contains(transactionId) || before.contains(transactionId);
    }

    void write(DataOutput out) throws IOException {
        out.writeLong(span);
        present.serialize(out);
        before.serialize(out);
    }

    void read(DataInput in) throws IOException {
        span = in.readLong();
        present.deserialize(in);
        before.deserialize(in);
    }
}
