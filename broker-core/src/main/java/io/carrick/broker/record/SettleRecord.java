package io.carrick.broker.record;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * Messages are done with for their subscriptions.
 *
 * <pre>int groups   {@link SettledKeys} each</pre>
 */
public final class SettleRecord extends JournalRecord {
    private final List<SettledKeys> settled;

    public SettleRecord(long timestamp, List<SettledKeys> settled) {
        super(timestamp);
        this.settled = settled;
    }

    public List<SettledKeys> settled() {
        return settled;
    }

    @Override
    public RecordKind kind() {
        return RecordKind.SETTLE;
    }

    @Override
    int fieldsSize() {
        return SettledKeys.size(settled);
    }

    @Override
    void writeFields(ByteBuffer target) {
        SettledKeys.write(settled, target);
    }

    static SettleRecord read(long timestamp, ByteBuffer source) {
        return new SettleRecord(timestamp, SettledKeys.read(source));
    }
}
