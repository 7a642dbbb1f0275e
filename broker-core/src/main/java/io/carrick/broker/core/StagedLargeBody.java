package io.carrick.broker.core;

import io.carrick.broker.BrokerError;
import io.carrick.broker.BrokerError.Code;
import io.carrick.broker.LargeBody;
import io.carrick.broker.Reply;
import io.carrick.broker.record.ChunkRecord;
import io.carrick.broker.record.ChunksDiscardedRecord;
import java.util.function.Consumer;

/** A large body that is arriving: each chunk goes to the journal at once. */
final class StagedLargeBody implements LargeBody {
    /** Largest chunk in bytes. */
    static final int CHUNK_MAX_BYTES = 1 << 20;

    private final long id;
    private final CoreThread core;
    private final RecordBatch batch;
    private final SpaceGauge space;
    private final RecordLimit limit;
    private final StoredMessages stored;
    private final Outbox outbox;
    private final Consumer<StagedLargeBody> whenDiscarded;
    private volatile long size;
    private volatile int chunks;
    private boolean incomplete;
    private boolean discarded;

    StagedLargeBody(
            long id,
            CoreThread core,
            RecordBatch batch,
            SpaceGauge space,
            RecordLimit limit,
            StoredMessages stored,
            Outbox outbox,
            Consumer<StagedLargeBody> whenDiscarded) {
        this.id = id;
        this.whenDiscarded = whenDiscarded;
        this.core = core;
        this.batch = batch;
        this.space = space;
        this.limit = limit;
        this.stored = stored;
        this.outbox = outbox;
    }

    long id() {
        return id;
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // written by the connection's executor only
    public void append(byte[] chunk, Reply<Void> written) {
        if (chunk.length > CHUNK_MAX_BYTES) {
            throw new IllegalArgumentException("chunk of " + chunk.length + " bytes, at most " + CHUNK_MAX_BYTES);
        }
        size += chunk.length;
        chunks++;
        core.execute(() -> stage(chunk, written));
    }

    private void stage(byte[] chunk, Reply<Void> written) {
        if (discarded || incomplete || !space.hasRoom()) {
            incomplete = true;
            outbox.post(() -> written.failed(new BrokerError(
                    Code.RESOURCE_LIMIT_EXCEEDED, "The broker has no disk space for the rest of this message")));
            return;
        }
        if (!limit.takes(chunk)) {
            incomplete = true;
            outbox.post(() -> written.failed(new BrokerError(
                    Code.MESSAGE_SIZE_EXCEEDED,
                    "Chunk of " + chunk.length + " bytes; one piece may have " + limit.messageBytesMax())));
            return;
        }
        batch.addWritten(
                new ChunkRecord(batch.now(), id, chunk).whenApplied(() -> outbox.post(() -> written.succeeded(null))));
    }

    /** Whether chunks are missing, so that no message can be made of it; core thread only. */
    boolean isIncomplete() {
        return incomplete || discarded;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public int chunks() {
        return chunks;
    }

    @Override
    public void discard() {
        core.execute(() -> {
            if (!discarded) {
                discarded = true;
                whenDiscarded.accept(this);
                batch.addWritten(new ChunksDiscardedRecord(batch.now(), id));
            }
        });
    }

    @Override
    public byte[] read(int chunk) {
        return stored.chunk(id, chunk);
    }
}
