package io.carrick.broker.record;

import io.carrick.broker.HalfEvent;
import java.nio.ByteBuffer;

/**
 * Something happens to a half message: its outcome, an answer that is none, or the end of asking.
 *
 * <pre>text group   text id   byte event   long checkAt</pre>
 */
public final class HalfEventRecord extends JournalRecord {
    private static final HalfEvent[] EVENTS = HalfEvent.values();

    private final HalfKey key;
    private final HalfEvent event;
    private final long checkAtMillis;

    /** @param checkAtMillis when the group is to be asked again; 0 if it is not */
    public HalfEventRecord(long timestamp, HalfKey key, HalfEvent event, long checkAtMillis) {
        super(timestamp);
        this.key = key;
        this.event = event;
        this.checkAtMillis = checkAtMillis;
    }

    public HalfKey key() {
        return key;
    }

    public HalfEvent event() {
        return event;
    }

    public long checkAtMillis() {
        return checkAtMillis;
    }

    @Override
    public RecordKind kind() {
        return RecordKind.HALF_EVENT;
    }

    @Override
    int fieldsSize() {
        return key.size() + 1 + Long.BYTES;
    }

    @Override
    void writeFields(ByteBuffer target) {
        key.write(target);
        target.put((byte) event.ordinal());
        target.putLong(checkAtMillis);
    }

    static HalfEventRecord read(long timestamp, ByteBuffer source) {
        return new HalfEventRecord(timestamp, HalfKey.read(source), EVENTS[source.get()], source.getLong());
    }
}
