package io.carrick.broker.core;

import io.carrick.broker.record.JournalRecord;
import io.carrick.broker.record.MessageBody;
import io.carrick.broker.record.MessageCarrier;
import io.carrick.broker.state.BrokerState;
import io.carrick.store.index.MessageIndex;
import java.io.IOException;

/**
 * Applies records in the order of the log, at start and ever after: to the state, and to the index by which messages
 * are found. On the core thread, once that runs.
 */
final class RecordApplier {
    private final BrokerState state;
    private final MessageIndex index;
    private final Checkpointing checkpointing;

    RecordApplier(BrokerState state, MessageIndex index, Checkpointing checkpointing) {
        this.state = state;
        this.index = index;
        this.checkpointing = checkpointing;
    }

    /** @throws IOException if the index cannot be written */
    void apply(JournalRecord record) throws IOException {
        state.apply(record);
        if (record instanceof MessageCarrier carrier) {
            index(carrier);
        }
        checkpointing.applied(record.position() + record.size());
    }

    private void index(MessageCarrier carrier) throws IOException {
        MessageBody body = carrier.body();
        for (int i = 0; i < body.indexHashCount(); i++) {
            index.add(body.indexHash(i), body.message().timestamp(), carrier.position(), carrier.size());
        }
    }
}
