package io.carrick.broker.core;

import io.carrick.broker.record.HalfRelocateRecord;
import io.carrick.broker.record.MessageBody;
import io.carrick.broker.record.RelocateRecord;
import io.carrick.broker.state.Address;
import io.carrick.broker.state.BrokerState;
import io.carrick.broker.state.HalfLedger;
import io.carrick.broker.state.HalfSet;
import io.carrick.broker.state.MessageKey;
import io.carrick.broker.state.MessageQueue;
import io.carrick.broker.state.Place;
import io.carrick.broker.state.UnreadableMessageException;
import io.carrick.store.CommitLog;
import io.carrick.store.SegmentUsage;
import io.carrick.store.queue.QueueEntry;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Frees segments that a few old messages keep alive, by copying those to the end of the log. Looks at one segment
 * after each checkpoint.
 */
final class Compaction {
    private static final Logger LOG = LoggerFactory.getLogger(Compaction.class);

    /** A segment with less than this part of it alive is worth compacting. */
    private static final double LIVE_MAX = 0.125;

    /** Entries behind the segment's last one that are looked at, since relocated ones break the order of positions. */
    private static final int LOOK_BEYOND = 64;

    /** Segments that are tried, since what keeps one may be of a kind that is not copied. */
    private static final int CANDIDATES = 4;

    /** Copied after one checkpoint. */
    private static final long COPIED_BYTES_MAX = 4 << 20;

    private final BrokerState state;
    private final CommitLog log;
    private final RecordBatch batch;
    private final StoredMessages stored;

    Compaction(BrokerState state, CommitLog log, RecordBatch batch, StoredMessages stored) {
        this.state = state;
        this.log = log;
        this.batch = batch;
        this.stored = stored;
    }

    /** Copies what is live in the emptiest old segment, if that is little; of several, the first that has something. */
    void run() {
        List<SegmentUsage> candidates = log.usage().stream()
                .filter(this::isWorthIt)
                .sorted(Comparator.comparingLong(SegmentUsage::liveBytes))
                .limit(CANDIDATES)
                .toList();
        for (SegmentUsage segment : candidates) {
            if (empty(segment)) {
                return;
            }
        }
    }

    /** Without room on the disk only what is copied at once, so that the copies take less than they free. */
    private boolean isWorthIt(SegmentUsage segment) {
        return segment.sealed()
                && segment.liveBytes() > 0
                && segment.liveBytes() < (segment.endPosition() - segment.firstPosition()) * LIVE_MAX
                && (log.hasRoom() || segment.liveBytes() < COPIED_BYTES_MAX);
    }

    /** Copies what may be copied, up to a limit; false if there is nothing of the kind in it. */
    private boolean empty(SegmentUsage segment) {
        long copied = 0;
        for (Address address : state.addresses().all()) {
            for (int lane = 0; lane < MessageKey.LANES && copied < COPIED_BYTES_MAX; lane++) {
                if (!address.temporary() && address.messages().uses(lane) && !MessageKey.memoryOnly(lane)) {
                    copied += relocate(address, lane, segment, COPIED_BYTES_MAX - copied);
                }
            }
        }
        return copied + relocateHalves(segment, COPIED_BYTES_MAX - copied) > 0;
    }

    private long relocateHalves(SegmentUsage segment, long bytesMax) {
        HalfLedger halves = state.halves();
        return relocate(halves.prepared(), segment, bytesMax) + relocate(halves.parked(), segment, bytesMax);
    }

    private long relocate(Collection<HalfSet> sets, SegmentUsage segment, long bytesMax) {
        long copied = 0;
        for (HalfSet set : sets) {
            for (int message = 0; message < set.messages() && copied < bytesMax; message++) {
                Place place = set.place(message);
                if (place.position() >= segment.firstPosition()
                        && place.position() < segment.endPosition()
                        && set.largeBodyId(message) == 0
                        && copy(set, message)) {
                    copied += place.size();
                }
            }
        }
        return copied;
    }

    private boolean copy(HalfSet set, int message) {
        try {
            MessageBody body = stored.read(set.place(message));
            batch.addWritten(new HalfRelocateRecord(batch.now(), set.addressId(message), set.identity(message), body));
            return true;
        } catch (UnreadableMessageException e) {
            LOG.error("A message of half message {} cannot be copied and keeps its segment", set.key(), e);
            return false;
        }
    }

    private long relocate(Address address, int lane, SegmentUsage segment, long bytesMax) {
        MessageQueue messages = address.messages();
        int beyond = 0;
        long copied = 0;
        long end = messages.end(lane);
        for (long index = messages.nextLive(lane, messages.first(lane));
                index < end && beyond < LOOK_BEYOND && copied < bytesMax;
                index = messages.nextLive(lane, index + 1)) {
            long key = MessageKey.of(lane, index);
            QueueEntry entry = messages.entry(key);
            if (entry.position() >= segment.endPosition()) {
                beyond++;
            } else if (entry.position() >= segment.firstPosition()
                    && (entry.flags() & MessageQueue.LARGE) == 0
                    && copy(address, key, entry)) {
                copied += entry.size();
            }
        }
        return copied;
    }

    private boolean copy(Address address, long key, QueueEntry entry) {
        try {
            MessageBody body = stored.read(new Place(entry.position(), entry.size()));
            batch.addWritten(new RelocateRecord(batch.now(), address.id(), key, body));
            return true;
        } catch (UnreadableMessageException e) {
            LOG.error("A message of {} cannot be copied and keeps its segment", address.name(), e);
            return false;
        }
    }
}
