package io.carrick.broker.core;

import io.carrick.broker.LargeBody;
import io.carrick.broker.Reply;
import io.carrick.broker.record.ChunkRecord;
import io.carrick.broker.record.JournalRecord;
import io.carrick.broker.record.MessageBody;
import io.carrick.broker.record.MessageCarrier;
import io.carrick.broker.record.RecordKind;
import io.carrick.broker.state.LargeBodies;
import io.carrick.broker.state.MessageReader;
import io.carrick.broker.state.Place;
import io.carrick.broker.state.UnreadableMessageException;
import io.carrick.store.CommitLog;
import java.io.IOException;
import java.nio.BufferUnderflowException;

/** Reads messages and their chunks from the log. Thread-safe. */
final class StoredMessages implements MessageReader {
    private final CommitLog log;
    private LargeBodies largeBodies;

    StoredMessages(CommitLog log) {
        this.log = log;
    }

    /** Where chains of chunks are looked up; set once, before the first read. */
    void largeBodies(LargeBodies bodies) {
        largeBodies = bodies;
    }

    @Override
    public MessageBody read(Place place) {
        MessageBody body;
        try {
            body = carrier(place).body();
        } catch (IOException e) {
            throw new UnreadableMessageException(place, e);
        }
        if (body.largeBodyId() == 0) {
            return body;
        }
        LargeBody rest = new Stored(body.largeBodyId());
        return new MessageBody(body.message().toBuilder().largeBody(rest).build(), body.largeBodyId());
    }

    /**
     * The record of a message, without the rest of a large one.
     *
     * @throws io.carrick.store.RecordReleasedException if its segment is gone
     * @throws IOException if it cannot be read
     */
    MessageCarrier carrier(Place place) throws IOException {
        JournalRecord record = record(place);
        if (record instanceof MessageCarrier carrier) {
            record.placed(place.position(), place.size(), 0);
            return carrier;
        }
        throw new IOException("it is no message");
    }

    /** The bytes of one chunk of a large body. */
    byte[] chunk(long largeBodyId, int chunk) {
        Place place = largeBodies.chunks(largeBodyId).get(chunk);
        try {
            if (record(place) instanceof ChunkRecord record) {
                return record.bytes();
            }
            throw new IOException("it is no chunk");
        } catch (IOException e) {
            throw new UnreadableMessageException(place, e);
        }
    }

    private JournalRecord record(Place place) throws IOException {
        try {
            return RecordKind.decode(0, log.read(place.position(), place.size()));
        } catch (IllegalArgumentException | BufferUnderflowException e) {
            throw new IOException("The record at position " + place.position() + " cannot be decoded", e);
        }
    }

    /** A large body that is complete. */
    private final class Stored implements LargeBody {
        private final long id;

        Stored(long id) {
            this.id = id;
        }

        @Override
        public void append(byte[] chunk, Reply<Void> written) {
            throw new IllegalStateException("a stored message does not change");
        }

        @Override
        public long size() {
            return largeBodies.length(id);
        }

        @Override
        public int chunks() {
            return largeBodies.chunks(id).size();
        }

        @Override
        public void discard() {
            throw new IllegalStateException("a stored message does not change");
        }

        @Override
        public byte[] read(int chunk) {
            return StoredMessages.this.chunk(id, chunk);
        }
    }
}
