package io.carrick.broker.state;

import io.carrick.broker.HalfEvent;
import io.carrick.broker.HalfState;
import io.carrick.broker.record.HalfEventRecord;
import io.carrick.broker.record.HalfKey;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/**
 * An open half message: the messages that share its id, by their places in the log, and how far its group was asked.
 * There may be hundreds of thousands, so that the messages are rows of numbers in one array.
 */
public final class HalfSet {
    private static final int ADDRESS = 0;
    private static final int IDENTITY = 1;
    private static final int POSITION = 2;
    private static final int SIZE = 3;
    private static final int LARGE_BODY = 4;
    private static final int ROW = 5;

    private final HalfKey key;
    private final long number;
    private long bornMillis;
    private long armedMillis;
    private long checkAtMillis;
    private int checks;
    private HalfState state = HalfState.PREPARED;
    private long[] rows = {};

    HalfSet(HalfKey key, long number, long bornMillis, long checkAtMillis) {
        this.key = key;
        this.number = number;
        this.bornMillis = bornMillis;
        this.checkAtMillis = checkAtMillis;
        armedMillis = bornMillis;
    }

    public HalfKey key() {
        return key;
    }

    /** Unlike the key, never given again: where the first message was written. */
    public long number() {
        return number;
    }

    /** When it was prepared, or last repeated, milliseconds since the epoch. */
    public long bornMillis() {
        return bornMillis;
    }

    /** When the asking began: when it was prepared, or an operator had it asked again. */
    public long armedMillis() {
        return armedMillis;
    }

    /** When its group may be asked next. */
    public long checkAtMillis() {
        return checkAtMillis;
    }

    /** Answers of "unknown" since the asking began. */
    public int checks() {
        return checks;
    }

    public HalfState state() {
        return state;
    }

    /** How many messages it has. */
    public int messages() {
        return rows.length / ROW;
    }

    /** The address that one of its messages goes to. */
    public long addressId(int message) {
        return rows[message * ROW + ADDRESS];
    }

    /** What tells one of its messages from the others. */
    public long identity(int message) {
        return rows[message * ROW + IDENTITY];
    }

    /** Where one of its messages lies in the log. */
    public Place place(int message) {
        return new Place(rows[message * ROW + POSITION], (int) rows[message * ROW + SIZE]);
    }

    /** The chain of chunks that one of its messages continues with, 0 for none. */
    public long largeBodyId(int message) {
        return rows[message * ROW + LARGE_BODY];
    }

    /** Whether it has the message. */
    public boolean holds(long identity) {
        return find(identity) >= 0;
    }

    /** Whether the message lies at that place of the log. */
    public boolean isAt(long identity, long position) {
        int message = find(identity);
        return message >= 0 && place(message).position() == position;
    }

    private int find(long identity) {
        for (int message = 0; message < messages(); message++) {
            if (identity(message) == identity) {
                return message;
            }
        }
        return -1;
    }

    void add(long addressId, long identity, Place place, long largeBodyId) {
        int end = rows.length;
        rows = Arrays.copyOf(rows, end + ROW);
        rows[end + ADDRESS] = addressId;
        rows[end + IDENTITY] = identity;
        rows[end + POSITION] = place.position();
        rows[end + SIZE] = place.size();
        rows[end + LARGE_BODY] = largeBodyId;
    }

    /** The message lies at another place now; gives the former one, null if there is no such message. */
    Place relocate(long identity, Place to) {
        int message = find(identity);
        if (message < 0) {
            return null;
        }
        Place from = place(message);
        rows[message * ROW + POSITION] = to.position();
        rows[message * ROW + SIZE] = to.size();
        return from;
    }

    /** One of its messages was sent again: its local transaction may begin only now. */
    void renew(long nowMillis, long newCheckAtMillis) {
        bornMillis = nowMillis;
        armedMillis = nowMillis;
        checkAtMillis = newCheckAtMillis;
        checks = 0;
    }

    void apply(HalfEventRecord record) {
        state = state.after(record.event());
        if (record.event() == HalfEvent.UNKNOWN) {
            checks++;
            checkAtMillis = record.checkAtMillis();
        } else if (record.event() == HalfEvent.REARM) {
            checks = 0;
            armedMillis = record.timestamp();
            checkAtMillis = record.checkAtMillis();
        }
    }

    /** Ends it as part of a transaction. */
    void decide(HalfEvent event) {
        state = state.after(event);
    }

    void write(DataOutput out) throws IOException {
        out.writeUTF(key.group());
        out.writeUTF(key.id());
        out.writeLong(number);
        out.writeLong(bornMillis);
        out.writeLong(armedMillis);
        out.writeLong(checkAtMillis);
        out.writeInt(checks);
        out.writeBoolean(state == HalfState.PARKED);
        out.writeInt(rows.length);
        for (long each : rows) {
            out.writeLong(each);
        }
    }

    /** @param intern gives one string for all that are equal */
    static HalfSet read(DataInput in, UnaryOperator<String> intern) throws IOException {
        HalfKey key = new HalfKey(intern.apply(in.readUTF()), in.readUTF());
        long number = in.readLong();
        HalfSet set = new HalfSet(key, number, in.readLong(), 0);
        set.armedMillis = in.readLong();
        set.checkAtMillis = in.readLong();
        set.checks = in.readInt();
        set.state = in.readBoolean() ? HalfState.PARKED : HalfState.PREPARED;
        set.rows = new long[in.readInt()];
        for (int i = 0; i < set.rows.length; i++) {
            set.rows[i] = in.readLong();
        }
        return set;
    }
}
