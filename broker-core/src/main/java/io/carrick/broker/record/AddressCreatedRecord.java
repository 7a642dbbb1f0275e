package io.carrick.broker.record;

import io.carrick.broker.NodeKind;
import java.nio.ByteBuffer;

/**
 * An address comes into being.
 *
 * <pre>long id   byte kind (0 queue, 1 topic)   byte autoCreated   text name</pre>
 */
public final class AddressCreatedRecord extends JournalRecord {
    private final long id;
    private final NodeKind nodeKind;
    private final boolean autoCreated;
    private final String name;
    private final Text nameText;

    public AddressCreatedRecord(long timestamp, long id, NodeKind nodeKind, boolean autoCreated, String name) {
        super(timestamp);
        this.id = id;
        this.nodeKind = nodeKind;
        this.autoCreated = autoCreated;
        this.name = name;
        nameText = Text.of(name);
    }

    public long id() {
        return id;
    }

    public NodeKind nodeKind() {
        return nodeKind;
    }

    public boolean autoCreated() {
        return autoCreated;
    }

    public String name() {
        return name;
    }

    @Override
    public RecordKind kind() {
        return RecordKind.ADDRESS_CREATED;
    }

    @Override
    int fieldsSize() {
        return Long.BYTES + 1 + 1 + nameText.size();
    }

    @Override
    void writeFields(ByteBuffer target) {
        target.putLong(id);
        target.put((byte) ((nodeKind == NodeKind.QUEUE) ? 0 : 1));
        target.put((byte) (autoCreated ? 1 : 0));
        nameText.write(target);
    }

    static AddressCreatedRecord read(long timestamp, ByteBuffer source) {
        return new AddressCreatedRecord(
                timestamp,
                source.getLong(),
                source.get() == 0 ? NodeKind.QUEUE : NodeKind.TOPIC,
                source.get() != 0,
                Text.read(source));
    }
}
