package io.carrick.broker.core;

import io.carrick.broker.record.DispatchMarkRecord;
import io.carrick.broker.state.Address;
import io.carrick.broker.state.BrokerState;
import io.carrick.broker.state.MessageKey;
import io.carrick.broker.state.Subscription;

/** Up to where messages may have been seen, in the journal. */
final class DispatchMarks {
    private final BrokerState state;
    private final RecordBatch batch;

    DispatchMarks(BrokerState state, RecordBatch batch) {
        this.state = state;
        this.batch = batch;
    }

    void mark(Subscription subscription, int lane, long index) {
        batch.add(new DispatchMarkRecord(batch.now(), subscription.id(), lane, index));
    }

    /** Nothing is under suspicion any more. */
    void clear() {
        for (Address address : state.addresses().all()) {
            for (Subscription subscription : address.subscriptions()) {
                for (int lane = 0; lane < MessageKey.LANES; lane++) {
                    if (subscription.durable() && subscription.dispatchMark(lane) > 0) {
                        mark(subscription, lane, 0);
                    }
                }
            }
        }
    }
}
