package io.carrick.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What a log was asked to keep, over several lives of the broker, and the check that it did. */
final class LogHistory {
    private final Random random;
    private final int minBodyBytes;
    private final int maxBodyBytes;
    private final List<TestEntry> appended = new ArrayList<>();
    private int committed;
    private long nextNumber = 1;

    LogHistory(Random random, int maxBodyBytes) {
        this(random, 0, maxBodyBytes);
    }

    /** A history of records with bodies from a minimum to a maximum length, that one excluded. */
    LogHistory(Random random, int minBodyBytes, int maxBodyBytes) {
        this.random = random;
        this.minBodyBytes = minBodyBytes;
        this.maxBodyBytes = maxBodyBytes;
    }

    /** Appends some records, in one call, without a flush. */
    void append(CommitLog log, int count) throws IOException {
        List<TestEntry> entries = newEntries(count);
        appended.addAll(entries);
        log.append(entries);
    }

    /** New records that the history expects to come next, for an append that the caller makes. */
    List<TestEntry> newEntries(int count) {
        List<TestEntry> entries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            entries.add(new TestEntry(nextNumber++, random.nextInt(minBodyBytes, maxBodyBytes)));
        }
        return entries;
    }

    void expect(List<TestEntry> entries) {
        appended.addAll(entries);
    }

    void force(CommitLog log) throws IOException {
        log.force();
        committed = appended.size();
    }

    void commit(int count) {
        committed += count;
    }

    int committed() {
        return committed;
    }

    List<TestEntry> appended() {
        return appended;
    }

    /**
     * After a restart: the log holds all that was committed, and of the rest a beginning without a gap. What it holds
     * counts as committed from now on, for the broker has acted on it.
     */
    void checkAfterRestart(CommitLog log) throws IOException {
        int found = checkPrefix(log);
        assertThat(found).as("records found, committed were " + committed).isGreaterThanOrEqualTo(committed);
        assertThat(log.endIndex()).isEqualTo(found);
        appended.subList(found, appended.size()).clear();
        committed = found;
    }

    /** The log holds nothing but a beginning of what was appended, unchanged; returns how many records. */
    int checkPrefix(CommitLog log) throws IOException {
        int[] found = {0};
        log.replay(log.firstPosition(), (position, size, index, type, timestamp, body) -> {
            if (found[0] == appended.size()) {
                fail("The log has a record %d that was never appended", index);
            }
            TestEntry entry = appended.get(found[0]);
            boolean same = index == found[0] + 1L
                    && position == entry.position()
                    && type == entry.type()
                    && timestamp == entry.timestamp()
                    && body.equals(ByteBuffer.wrap(entry.body()))
                    && body.equals(log.read(position, size));
            if (!same) {
                fail("Record %d at position %d is not entry %d as appended", index, position, entry.number());
            }
            found[0]++;
        });
        return found[0];
    }
}
