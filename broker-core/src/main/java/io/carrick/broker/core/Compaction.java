package io.carrick.broker.core;

import io.carrick.broker.record.MessageBody;
import io.carrick.broker.record.RelocateRecord;
import io.carrick.broker.state.Address;
import io.carrick.broker.state.BrokerState;
import io.carrick.broker.state.MessageKey;
import io.carrick.broker.state.MessageQueue;
import io.carrick.broker.state.Place;
import io.carrick.broker.state.Subscription;
import io.carrick.store.CommitLog;
import io.carrick.store.SegmentUsage;
import io.carrick.store.queue.QueueEntry;
import java.util.List;

/**
 * Frees segments that a few old messages keep alive, by copying those to the end of the log. Looks at one segment
 * after each checkpoint.
 */
final class Compaction {
    /** A segment with less than this part of it alive is worth compacting. */
    private static final double LIVE_MAX = 0.125;

    /** Entries behind the segment's last one that are looked at, since relocated ones break the order of positions. */
    private static final int LOOK_BEYOND = 64;

    private final BrokerState state;
    private final CommitLog log;
    private final RecordBatch batch;
    private final Dispatchers dispatchers;
    private final StoredMessages stored;

    Compaction(BrokerState state, CommitLog log, RecordBatch batch, Dispatchers dispatchers, StoredMessages stored) {
        this.state = state;
        this.log = log;
        this.batch = batch;
        this.dispatchers = dispatchers;
        this.stored = stored;
    }

    /** Copies what is live in the emptiest old segment, if that is little. */
    void run() {
        List<SegmentUsage> segments = log.usage();
        SegmentUsage emptiest = null;
        for (SegmentUsage each : segments) {
            if (each.sealed()
                    && each.liveBytes() > 0
                    && each.liveBytes() < (each.endPosition() - each.firstPosition()) * LIVE_MAX
                    && (emptiest == null || each.liveBytes() < emptiest.liveBytes())) {
                emptiest = each;
            }
        }
        if (emptiest != null) {
            empty(emptiest);
        }
    }

    private void empty(SegmentUsage segment) {
        for (Address address : state.addresses().all()) {
            if (address.temporary()) {
                continue;
            }
            for (int lane = 0; lane < MessageKey.LANES; lane++) {
                if (address.messages().uses(lane) && !MessageKey.memoryOnly(lane)) {
                    relocate(address, lane, segment);
                }
            }
        }
    }

    private void relocate(Address address, int lane, SegmentUsage segment) {
        MessageQueue messages = address.messages();
        int beyond = 0;
        long end = messages.end(lane);
        for (long index = messages.nextLive(lane, messages.first(lane));
                index < end && beyond < LOOK_BEYOND;
                index = messages.nextLive(lane, index + 1)) {
            long key = MessageKey.of(lane, index);
            QueueEntry entry = messages.entry(key);
            if (entry.position() >= segment.endPosition()) {
                beyond++;
            } else if (entry.position() >= segment.firstPosition()
                    && (entry.flags() & MessageQueue.LARGE) == 0
                    && !isHeld(address, key)) {
                MessageBody body = stored.read(new Place(entry.position(), entry.size()));
                batch.addWritten(new RelocateRecord(batch.now(), address.id(), key, body));
            }
        }
    }

    /** A consumer that holds it may be about to read it from its present place. */
    private boolean isHeld(Address address, long key) {
        for (Subscription subscription : address.subscriptions()) {
            var dispatch = dispatchers.find(subscription);
            if (dispatch != null && dispatch.isHeld(key)) {
                return true;
            }
        }
        return false;
    }
}
