package io.carrick.broker.record;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * Messages came back and their counts change.
 *
 * <pre>int count   {@link Returned} each</pre>
 */
public final class ReturnRecord extends JournalRecord {
    private final List<Returned> returned;

    public ReturnRecord(long timestamp, List<Returned> returned) {
        super(timestamp);
        this.returned = returned;
    }

    public List<Returned> returned() {
        return returned;
    }

    @Override
    public RecordKind kind() {
        return RecordKind.RETURN;
    }

    @Override
    int fieldsSize() {
        return Returned.size(returned);
    }

    @Override
    void writeFields(ByteBuffer target) {
        Returned.write(returned, target);
    }

    static ReturnRecord read(long timestamp, ByteBuffer source) {
        return new ReturnRecord(timestamp, Returned.read(source));
    }
}
