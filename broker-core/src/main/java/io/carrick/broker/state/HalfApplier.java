package io.carrick.broker.state;

import io.carrick.broker.HalfEvent;
import io.carrick.broker.record.HalfDecision;
import io.carrick.broker.record.HalfEventRecord;
import io.carrick.broker.record.HalfRecord;
import io.carrick.broker.record.HalfRelocateRecord;
import java.util.List;

/** Keeps half messages and carries out what is decided of them. */
final class HalfApplier {
    private final HalfLedger halves;
    private final MessageApplier messages;

    HalfApplier(HalfLedger halves, MessageApplier messages) {
        this.halves = halves;
        this.messages = messages;
    }

    void apply(HalfRecord record) {
        halves.prepare(record);
    }

    void apply(HalfEventRecord record) {
        end(halves.apply(record), record.event() == HalfEvent.COMMIT);
    }

    void apply(HalfRelocateRecord record) {
        halves.relocate(record);
    }

    /** Carries out a decision that is part of a transaction's outcome. */
    void decide(HalfDecision decision, long timestamp) {
        end(halves.decide(decision.key(), decision.commit(), timestamp), decision.commit());
    }

    private void end(List<StagedWork.Staged> ended, boolean commit) {
        for (StagedWork.Staged one : ended) {
            if (commit) {
                messages.show(one);
            }
            halves.release(one);
        }
    }
}
