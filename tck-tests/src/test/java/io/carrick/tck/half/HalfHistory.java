package io.carrick.tck.half;

import io.carrick.tck.half.OrderTable.Outcome;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What consumers saw of half messages, and what is wrong with it. Safe for use by several threads. */
final class HalfHistory {
    private final List<String> anomalies = new ArrayList<>();
    private final Set<HalfKey> seen = new HashSet<>();
    private final Set<HalfKey> consuming = new HashSet<>();
    private final Set<HalfKey> consumed = new HashSet<>();

    /**
     * A consumer got a message.
     *
     * @param redelivered the mark it came with
     * @param outcome how its local transaction has ended by now
     */
    synchronized void delivered(HalfKey key, boolean redelivered, Outcome outcome) {
        if (outcome == Outcome.OPEN) {
            anomalies.add("early: " + key + " was visible before its local transaction was committed");
        } else if (outcome == Outcome.ROLLED_BACK) {
            anomalies.add("phantom: " + key + " was visible although its local transaction was rolled back");
        }
        if (consumed.contains(key)) {
            anomalies.add("double: " + key + " came again after it was consumed");
        } else if (!seen.add(key) && !redelivered) {
            anomalies.add("double: " + key + " came again without a mark");
        }
    }

    /** A consumer is about to commit its consumption; if it hears no answer, the message may come again or not. */
    synchronized void consuming(HalfKey key) {
        consuming.add(key);
    }

    /** The broker confirmed that the message is consumed. */
    synchronized void consumed(HalfKey key) {
        consumed.add(key);
    }

    /** Which of these no consumer has got as far as to consume them. */
    synchronized Set<HalfKey> missing(Set<HalfKey> committed) {
        Set<HalfKey> missing = new HashSet<>(committed);
        missing.removeAll(consuming);
        return missing;
    }

    /** Every anomaly, in words; to be asked for when all messages that can come have come. */
    synchronized List<String> anomalies(Set<HalfKey> committed) {
        List<String> all = new ArrayList<>(anomalies);
        missing(committed).forEach(key -> all.add("lost: " + key + " was committed and never came"));
        return all;
    }
}
