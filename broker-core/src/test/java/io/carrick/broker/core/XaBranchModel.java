package io.carrick.broker.core;

import io.carrick.broker.XaState;
import io.carrick.broker.XaTransactions.Association;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the model knows of one branch. */
final class XaBranchModel {
    XaState state = XaState.UNKNOWN;
    final List<String> sent = new ArrayList<>();
    final List<String> received = new ArrayList<>();
    /** Of each client, those that work. */
    final Map<Integer, List<Association>> active = new LinkedHashMap<>();

    /** The clients that have suspended work. */
    final List<Integer> suspended = new ArrayList<>();

    /** The clients whose end is the end of the branch. */
    final Set<Integer> participants = new TreeSet<>();

    boolean hadRecord;
    /** Whether the broker knows it from its log. */
    boolean replayed;

    void begin() {
        sent.clear();
        received.clear();
        hadRecord = false;
        replayed = false;
    }

    void works(int client, Association association) {
        active.computeIfAbsent(client, each -> new ArrayList<>()).add(association);
        participants.add(client);
        undecided();
    }

    /** An association of a client, counted around; null if it has none. */
    Association working(int client, int nth) {
        List<Association> mine = active.getOrDefault(client, List.of());
        return mine.isEmpty() ? null : mine.get(nth % mine.size());
    }

    boolean isWorkedIn() {
        return active.values().stream().anyMatch(each -> !each.isEmpty());
    }

    void undecided() {
        if (state != XaState.ROLLBACK_ONLY) {
            state = isWorkedIn() ? XaState.ACTIVE : suspended.isEmpty() ? XaState.ENDED : XaState.SUSPENDED;
        }
    }

    /** Gives what comes back into the queue: the work of what can have no other end is undone once nobody works in it. */
    List<String> undoIfIdle() {
        return state == XaState.ROLLBACK_ONLY && !isWorkedIn() ? forgetWork(received) : List.of();
    }

    /** Gives what comes into the queue, or back into it. */
    List<String> over(XaState outcome) {
        boolean commits = outcome == XaState.COMMITTED || outcome == XaState.HEURISTICALLY_COMMITTED;
        List<String> available = forgetWork(commits ? sent : received);
        active.clear();
        suspended.clear();
        participants.clear();
        state = outcome;
        return available;
    }

    private List<String> forgetWork(List<String> kept) {
        List<String> copy = List.copyOf(kept);
        sent.clear();
        received.clear();
        return copy;
    }

    /** All that decides how it goes on. */
    String abstractState() {
        if (state == XaState.UNKNOWN) {
            return state.name();
        }
        Map<Integer, Integer> working = new TreeMap<>();
        active.forEach((client, associations) -> {
            if (!associations.isEmpty()) {
                working.put(client, associations.size());
            }
        });
        List<Integer> left = suspended.stream().sorted().toList();
        return state + " working " + working + " suspended " + left + " of " + participants + " sent " + sent.size()
                + " received " + received.size() + (hadRecord && state == XaState.COMMITTED ? " recorded" : "")
                + (replayed ? " replayed" : "");
    }
}
