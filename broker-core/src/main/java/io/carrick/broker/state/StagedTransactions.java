package io.carrick.broker.state;

import io.carrick.broker.record.StageRecord;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The open transactions that have staged messages. What is staged keeps its place in the log. */
final class StagedTransactions {
    private final Map<Long, StagedWork> byId = new LinkedHashMap<>();
    private final StateResources resources;

    StagedTransactions(StateResources resources) {
        this.resources = resources;
    }

    void stage(StageRecord record) {
        Place place = new Place(record.position(), record.size());
        resources.space().retain(place.position(), place.size());
        resources.largeBodies().retain(record.body().largeBodyId());
        byId.computeIfAbsent(record.transactionId(), id -> new StagedWork())
                .add(record.addressId(), record.body(), place);
    }

    boolean isOpen(long transactionId) {
        return byId.containsKey(transactionId);
    }

    /** How many messages are staged in a transaction. */
    int size(long transactionId) {
        StagedWork work = byId.get(transactionId);
        return work == null ? 0 : work.messages().size();
    }

    /** The address of each message that is staged in a transaction. */
    List<Long> addresses(long transactionId) {
        StagedWork work = byId.get(transactionId);
        return work == null
                ? List.of()
                : work.messages().stream().map(StagedWork.Staged::addressId).toList();
    }

    /** Whether a message to that address is staged. */
    boolean isWaitedFor(long addressId) {
        return byId.values().stream()
                .flatMap(work -> work.messages().stream())
                .anyMatch(message -> message.addressId() == addressId);
    }

    /** Ends a transaction: gives its messages, each of which is to be {@link #release released}. */
    List<StagedWork.Staged> end(long transactionId) {
        StagedWork work = byId.remove(transactionId);
        return work == null ? List.of() : work.messages();
    }

    void rollBack(long transactionId) {
        end(transactionId).forEach(this::release);
    }

    /** Rolls back all but these. */
    void rollBackAllBut(Set<Long> kept) {
        for (Long transactionId : List.copyOf(byId.keySet())) {
            if (!kept.contains(transactionId)) {
                rollBack(transactionId);
            }
        }
    }

    /** Lets go the place that the message kept as a staged one. */
    void release(StagedWork.Staged one) {
        resources.space().release(one.place().position(), one.place().size());
        resources.largeBodies().release(one.largeBodyId());
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(byId.size());
        for (Map.Entry<Long, StagedWork> entry : byId.entrySet()) {
            out.writeLong(entry.getKey());
            entry.getValue().write(out);
        }
    }

    void read(DataInput in) throws IOException {
        for (int left = in.readInt(); left > 0; left--) {
            long transactionId = in.readLong();
            StagedWork work = StagedWork.read(in);
            work.messages().forEach(each -> resources.largeBodies().retain(each.largeBodyId()));
            byId.put(transactionId, work);
        }
    }
}
