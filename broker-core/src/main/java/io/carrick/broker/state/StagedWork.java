package io.carrick.broker.state;

import io.carrick.broker.record.MessageBody;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Messages in the log that wait, invisible, for the outcome of their transaction. The first ones are kept in memory
 * as well; those of a large transaction are read again when it commits.
 */
final class StagedWork {
    private static final long MEMORY_MAX_BYTES = 1 << 20;

    private final List<Staged> messages = new ArrayList<>();
    private long memoryBytes;

    void add(long addressId, MessageBody body, Place place) {
        memoryBytes += body.message().encoded().length;
        messages.add(new Staged(addressId, body.largeBodyId(), memoryBytes <= MEMORY_MAX_BYTES ? body : null, place));
    }

    List<Staged> messages() {
        return messages;
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(messages.size());
        for (Staged staged : messages) {
            out.writeLong(staged.addressId);
            out.writeLong(staged.largeBodyId);
            out.writeLong(staged.place.position());
            out.writeInt(staged.place.size());
        }
    }

    static StagedWork read(DataInput in) throws IOException {
        StagedWork work = new StagedWork();
        for (int left = in.readInt(); left > 0; left--) {
            work.messages.add(new Staged(in.readLong(), in.readLong(), null, new Place(in.readLong(), in.readInt())));
        }
        return work;
    }

    /**
     * One message.
     *
     * @param body null if it must be read from its place
     */
    record Staged(long addressId, long largeBodyId, MessageBody body, Place place) {}
}
