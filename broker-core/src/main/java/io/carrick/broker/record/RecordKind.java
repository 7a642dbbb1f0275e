package io.carrick.broker.record;

import java.nio.ByteBuffer;

/** The kinds of records with their codes on disk. */
public enum RecordKind {
    START(1, StartRecord::read),
    ADDRESS_CREATED(2, AddressCreatedRecord::read),
    ADDRESS_DELETED(3, AddressDeletedRecord::read),
    SUBSCRIPTION_CREATED(4, SubscriptionCreatedRecord::read),
    SUBSCRIPTION_DELETED(5, SubscriptionDeletedRecord::read),
    ENQUEUE(6, EnqueueRecord::read),
    SETTLE(7, SettleRecord::read),
    RETURN(8, ReturnRecord::read),
    DISPATCH_MARK(9, DispatchMarkRecord::read),
    STAGE(10, StageRecord::read),
    OUTCOME(11, OutcomeRecord::read),
    MOVE(12, MoveRecord::read),
    PURGE(13, PurgeRecord::read),
    CHUNK(14, ChunkRecord::read),
    CHUNKS_DISCARDED(15, ChunksDiscardedRecord::read),
    RELOCATE(16, RelocateRecord::read),
    HALF(17, HalfRecord::read),
    HALF_EVENT(18, HalfEventRecord::read),
    HALF_RELOCATE(19, HalfRelocateRecord::read),
    XA_PREPARE(24, XaPrepareRecord::read),
    XA_OUTCOME(25, XaOutcomeRecord::read);

    private static final RecordKind[] BY_CODE = new RecordKind[256];

    static {
        for (RecordKind kind : values()) {
            BY_CODE[kind.code] = kind;
        }
    }

    private final int code;
    private final Reader reader;

    RecordKind(int code, Reader reader) {
        this.code = code;
        this.reader = reader;
    }

    int code() {
        return code;
    }

    /**
     * Decodes a record's body.
     *
     * @throws IllegalArgumentException for an unknown kind
     * @throws java.nio.BufferUnderflowException if the body is too short
     */
    public static JournalRecord decode(long timestamp, ByteBuffer body) {
        int code = body.get() & 0xFF;
        RecordKind kind = BY_CODE[code];
        if (kind == null) {
            throw new IllegalArgumentException("record of unknown kind " + code);
        }
        return kind.reader.read(timestamp, body);
    }

    private interface Reader {
        JournalRecord read(long timestamp, ByteBuffer body);
    }
}
