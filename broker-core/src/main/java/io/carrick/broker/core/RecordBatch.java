package io.carrick.broker.core;

import io.carrick.broker.journal.Journal;
import io.carrick.broker.record.JournalRecord;
import io.carrick.broker.record.SettleRecord;
import io.carrick.broker.record.SettledKeys;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The records of the present turn, given to the journal together. Settlements of a turn share one record. */
final class RecordBatch {
    private final InstantSource clock;
    private final Map<Long, Keys> settled = new LinkedHashMap<>();
    private List<JournalRecord> records = new ArrayList<>();
    private List<Runnable> whenSettled = new ArrayList<>();
    private boolean flush;
    private long turnTime;

    RecordBatch(InstantSource clock) {
        this.clock = clock;
    }

    /** The time of this turn, milliseconds since the epoch. */
    long now() {
        if (turnTime == 0) {
            turnTime = clock.millis();
        }
        return turnTime;
    }

    /** Adds a record that must survive a power cut before it counts. */
    void add(JournalRecord record) {
        records.add(record);
        flush = true;
    }

    /** Adds a record for which it is enough to survive the death of the process. */
    void addWritten(JournalRecord record) {
        records.add(record);
    }

    /**
     * Adds a settlement.
     *
     * @param flushed whether somebody waits for it to survive a power cut
     */
    void settle(long subscriptionId, long key, boolean flushed) {
        settled.computeIfAbsent(subscriptionId, id -> new Keys()).add(key);
        flush |= flushed;
    }

    /** Runs something when the settlements of this turn are applied. */
    void whenSettled(Runnable action) {
        whenSettled.add(action);
    }

    /** Gives the turn's records to the journal. */
    void flush(Journal journal) {
        if (!settled.isEmpty()) {
            records.add(settleRecord());
        }
        if (!records.isEmpty()) {
            List<JournalRecord> batch = records;
            records = new ArrayList<>(Math.min(batch.size(), 4096));
            journal.append(batch, flush);
            flush = false;
        }
    }

    /** The turn is over: the next one asks for the time again. */
    void endTurn() {
        turnTime = 0;
    }

    private JournalRecord settleRecord() {
        List<SettledKeys> all = new ArrayList<>(settled.size());
        settled.forEach((subscription, keys) -> all.add(new SettledKeys(subscription, keys.values, keys.count)));
        settled.clear();
        List<Runnable> actions = whenSettled;
        whenSettled = new ArrayList<>();
        return new SettleRecord(now(), all).whenApplied(() -> {
            for (int i = 0; i < actions.size(); i++) {
                actions.get(i).run();
            }
        });
    }

    private static final class Keys {
        private long[] values = new long[16];
        private int count;

        void add(long key) {
            if (count == values.length) {
                values = Arrays.copyOf(values, count * 2);
            }
            values[count++] = key;
        }
    }
}
