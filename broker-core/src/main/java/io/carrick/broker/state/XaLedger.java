package io.carrick.broker.state;

import io.carrick.broker.OutcomeSettings;
import io.carrick.broker.XaState;
import io.carrick.broker.Xid;
import io.carrick.broker.outcome.OutcomeKey;
import io.carrick.broker.outcome.OutcomeMemory;
import io.carrick.broker.record.Declined;
import io.carrick.broker.record.SettledKeys;
import io.carrick.broker.record.XaOutcomeRecord;
import io.carrick.broker.record.XaOutcomeRecord.Decision;
import io.carrick.broker.record.XaPrepareRecord;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The branches of distributed transactions that the journal knows: those that are prepared, those that an operator has
 * decided, and the outcomes of the others for a while.
 */
public final class XaLedger {
    private static final XaState[] STATES = XaState.values();

    private final Map<Xid, PreparedBranch> prepared = new LinkedHashMap<>();
    private final Map<Xid, HeuristicBranch> heuristic = new LinkedHashMap<>();
    private final OutcomeSettings settings;
    private final OutcomeMemory outcomes;

    XaLedger(OutcomeSettings settings) {
        this.settings = settings;
        outcomes = newMemory();
    }

    /** A memory for outcomes as branches have them. */
    public OutcomeMemory newMemory() {
        return new OutcomeMemory(settings.kept().toMillis(), settings.max());
    }

    /** What the outcome of a branch is remembered by. */
    public static OutcomeKey key(Xid xid) {
        HexFormat hex = HexFormat.of();
        return OutcomeKey.of(xid.formatId(), hex.formatHex(xid.globalId()), hex.formatHex(xid.qualifier()));
    }

    // --- questions

    /** The prepared branch, null if it is not prepared. */
    public PreparedBranch prepared(Xid xid) {
        return prepared.get(xid);
    }

    /** All prepared branches, the oldest first. */
    public Collection<PreparedBranch> prepared() {
        return Collections.unmodifiableCollection(prepared.values());
    }

    /** The branch that an operator has decided, null if none has. */
    public HeuristicBranch heuristic(Xid xid) {
        return heuristic.get(xid);
    }

    /** All branches that operators have decided, the oldest first. */
    public Collection<HeuristicBranch> heuristic() {
        return Collections.unmodifiableCollection(heuristic.values());
    }

    /** What the journal knows of a branch. */
    public XaState state(Xid xid) {
        if (prepared.containsKey(xid)) {
            return XaState.PREPARED;
        }
        HeuristicBranch decided = heuristic.get(xid);
        return decided != null ? decided.state() : remembered(outcomes, xid);
    }

    /** What a memory holds of a branch. */
    public static XaState remembered(OutcomeMemory memory, Xid xid) {
        int outcome = memory.find(key(xid));
        return outcome == OutcomeMemory.NONE ? XaState.UNKNOWN : STATES[outcome];
    }

    /** The transactions whose staged messages must stay. */
    Set<Long> transactions() {
        return prepared.values().stream().map(PreparedBranch::transactionId).collect(Collectors.toSet());
    }

    // --- records

    PreparedBranch prepare(XaPrepareRecord record) {
        PreparedBranch branch = new PreparedBranch(
                record.xid(),
                record.transactionId(),
                record.owner(),
                record.containerId(),
                record.timestamp(),
                record.accepted(),
                record.declined());
        prepared.put(branch.xid(), branch);
        return branch;
    }

    /** Takes an outcome; gives the branch if it was prepared, else null. */
    PreparedBranch decide(XaOutcomeRecord record) {
        Xid xid = record.xid();
        if (record.decision() == Decision.FORGET) {
            heuristic.remove(xid);
            return null;
        }
        PreparedBranch branch = prepared.remove(xid);
        switch (record.decision()) {
            case COMMIT -> outcomes.add(key(xid), XaState.COMMITTED.ordinal(), record.timestamp());
            case ROLLBACK -> outcomes.add(key(xid), XaState.ROLLED_BACK.ordinal(), record.timestamp());
            case HEURISTIC_COMMIT -> decided(branch, XaState.HEURISTICALLY_COMMITTED, record.timestamp());
            case HEURISTIC_ROLLBACK -> decided(branch, XaState.HEURISTICALLY_ROLLED_BACK, record.timestamp());
            case FORGET -> throw new IllegalStateException("handled above");
        }
        return branch;
    }

    private void decided(PreparedBranch branch, XaState state, long timestamp) {
        heuristic.put(
                branch.xid(),
                new HeuristicBranch(branch.xid(), state, branch.owner(), branch.containerId(), timestamp));
    }

    // --- the image

    void write(DataOutput out) throws IOException {
        out.writeInt(prepared.size());
        for (PreparedBranch branch : prepared.values()) {
            write(branch.xid(), out);
            out.writeLong(branch.transactionId());
            out.writeUTF(branch.owner());
            writeOptional(branch.containerId(), out);
            out.writeLong(branch.preparedMillis());
            writeKeys(branch.accepted(), out);
            byte[] declined = Declined.toBytes(branch.declined());
            out.writeInt(declined.length);
            out.write(declined);
        }
        out.writeInt(heuristic.size());
        for (HeuristicBranch branch : heuristic.values()) {
            write(branch.xid(), out);
            out.writeByte(branch.state().ordinal());
            out.writeUTF(branch.owner());
            writeOptional(branch.containerId(), out);
            out.writeLong(branch.decidedMillis());
        }
        outcomes.write(out);
    }

    void read(DataInput in) throws IOException {
        for (int left = in.readInt(); left > 0; left--) {
            PreparedBranch branch = new PreparedBranch(
                    readXid(in),
                    in.readLong(),
                    in.readUTF(),
                    readOptional(in),
                    in.readLong(),
                    readKeys(in),
                    Declined.fromBytes(readBytes(in, in.readInt())));
            prepared.put(branch.xid(), branch);
        }
        for (int left = in.readInt(); left > 0; left--) {
            HeuristicBranch branch = new HeuristicBranch(
                    readXid(in), STATES[in.readByte()], in.readUTF(), readOptional(in), in.readLong());
            heuristic.put(branch.xid(), branch);
        }
        outcomes.read(in);
    }

    private static void write(Xid xid, DataOutput out) throws IOException {
        out.writeInt(xid.formatId());
        out.writeByte(xid.globalId().length);
        out.write(xid.globalId());
        out.writeByte(xid.qualifier().length);
        out.write(xid.qualifier());
    }

    private static Xid readXid(DataInput in) throws IOException {
        return new Xid(in.readInt(), readBytes(in, in.readByte()), readBytes(in, in.readByte()));
    }

    private static byte[] readBytes(DataInput in, int length) throws IOException {
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        return bytes;
    }

    private static void writeOptional(String text, DataOutput out) throws IOException {
        out.writeBoolean(text != null);
        if (text != null) {
            out.writeUTF(text);
        }
    }

    private static String readOptional(DataInput in) throws IOException {
        return in.readBoolean() ? in.readUTF() : null;
    }

    private static void writeKeys(List<SettledKeys> all, DataOutput out) throws IOException {
        out.writeInt(all.size());
        for (SettledKeys one : all) {
            out.writeLong(one.subscriptionId());
            out.writeInt(one.count());
            for (int i = 0; i < one.count(); i++) {
                out.writeLong(one.keys()[i]);
            }
        }
    }

    private static List<SettledKeys> readKeys(DataInput in) throws IOException {
        List<SettledKeys> all = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            long subscriptionId = in.readLong();
            long[] keys = new long[in.readInt()];
            for (int i = 0; i < keys.length; i++) {
                keys[i] = in.readLong();
            }
            all.add(new SettledKeys(subscriptionId, keys, keys.length));
        }
        return all;
    }
}
