package io.carrick.broker.core;

import io.carrick.broker.BrokerError;
import io.carrick.broker.BrokerError.Code;
import io.carrick.broker.HalfAnswer;
import io.carrick.broker.HalfEvent;
import io.carrick.broker.HalfSettings;
import io.carrick.broker.HalfState;
import io.carrick.broker.Reply;
import io.carrick.broker.record.HalfEventRecord;
import io.carrick.broker.record.MessageBody;
import io.carrick.broker.state.BrokerState;
import io.carrick.broker.state.HalfLedger;
import io.carrick.broker.state.HalfSet;
import io.carrick.broker.state.MessageReader;
import io.carrick.broker.state.TimerKind;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;

/**
 * Asks producer groups for the outcomes of their half messages: which are to be asked for, who can be asked, and what
 * was answered. Only an answer counts as an attempt; what was given back is asked again after the back-off.
 */
final class HalfChecks {
    private final BrokerState state;
    private final HalfLedger ledger;
    private final HalfDecisions decisions;
    private final RecordBatch batch;
    private final MessageReader reader;
    private final HalfSettings settings;
    private final Map<String, Group> groups = new HashMap<>();
    /** Numbers of those that somebody has been asked for. */
    private final Set<Long> asking = new HashSet<>();

    final LongAdder answeredCommit = new LongAdder();
    final LongAdder answeredRollback = new LongAdder();
    final LongAdder answeredUnknown = new LongAdder();
    final LongAdder unanswered = new LongAdder();
    final LongAdder committed = new LongAdder();
    final LongAdder rolledBack = new LongAdder();

    HalfChecks(
            BrokerState state,
            HalfDecisions decisions,
            RecordBatch batch,
            MessageReader reader,
            HalfSettings settings) {
        this.state = state;
        this.decisions = decisions;
        this.batch = batch;
        this.reader = reader;
        this.settings = settings;
        ledger = state.halves();
    }

    /** What is to be asked for, and who can be asked, of one group. */
    private static final class Group {
        private final Set<HalfSet> due = new LinkedHashSet<>();
        /** In turn. */
        private final ArrayDeque<CoreHalfChecker> checkers = new ArrayDeque<>();

        boolean isNeeded() {
            return !due.isEmpty() || !checkers.isEmpty();
        }
    }

    /** Begins with what was due before the start: its timers may have fired by then. */
    void start(long now) {
        ledger.whenEnded(this::ended);
        for (HalfSet set : ledger.prepared()) {
            if (set.checkAtMillis() <= now) {
                due(set);
            }
        }
    }

    private void ended(HalfSet set) {
        if (set.state() == HalfState.COMMITTED) {
            committed.increment();
        } else if (set.state() == HalfState.ROLLED_BACK) {
            rolledBack.increment();
        }
        Group group = groups.get(set.key().group());
        if (group != null) {
            group.due.remove(set);
            forgetIfUnneeded(set.key().group(), group);
        }
    }

    private void forgetIfUnneeded(String name, Group group) {
        if (!group.isNeeded()) {
            groups.remove(name);
        }
    }

    // --- asking

    /** The time has come to ask for that half message, if nothing has happened meanwhile. */
    void due(long number, long now) {
        HalfSet set = ledger.prepared(number);
        if (set != null && set.checkAtMillis() <= now && !asking.contains(number)) {
            due(set);
        }
    }

    private void due(HalfSet set) {
        Group group = groups.computeIfAbsent(set.key().group(), name -> new Group());
        group.due.add(set);
        serve(group);
    }

    private void serve(Group group) {
        Iterator<HalfSet> next = group.due.iterator();
        while (next.hasNext()) {
            HalfSet set = next.next();
            if (decisions.isDeciding(set.key())) {
                continue;
            }
            CoreHalfChecker checker = checkerInTurn(group);
            if (checker == null) {
                return;
            }
            next.remove();
            asking.add(set.number());
            checker.ask(new CoreHalfCheck(checker, set, ledger.recent(set.place(0)), reader));
        }
        group.checkers.forEach(CoreHalfChecker::nothingMore);
    }

    /** The next one with credit, which then goes to the end; null if there is none. */
    private static CoreHalfChecker checkerInTurn(Group group) {
        for (int tried = group.checkers.size(); tried > 0; tried--) {
            CoreHalfChecker checker = group.checkers.poll();
            group.checkers.add(checker);
            if (checker.hasCredit()) {
                return checker;
            }
        }
        return null;
    }

    void opened(CoreHalfChecker checker) {
        groups.computeIfAbsent(checker.group(), name -> new Group()).checkers.add(checker);
    }

    void creditChanged(CoreHalfChecker checker) {
        Group group = groups.get(checker.group());
        if (group != null && !checker.closed()) {
            serve(group);
            if (!checker.hasCredit()) {
                checker.nothingMore();
            }
        }
    }

    void closed(CoreHalfChecker checker) {
        Group group = groups.get(checker.group());
        if (group != null) {
            group.checkers.remove(checker);
            forgetIfUnneeded(checker.group(), group);
        }
        checker.end().forEach(this::askLater);
    }

    // --- answers

    void answered(CoreHalfCheck check, HalfAnswer answer, Reply<Void> reply) {
        if (!check.end()) {
            reply.succeeded(null);
            return;
        }
        leave(check);
        if (isOvertaken(check, answer)) {
            unanswered.increment();
            again(check);
            reply.failed(overtaken(check));
            return;
        }
        count(answer);
        if (isStale(check)) {
            reply.succeeded(null);
        } else if (answer == HalfAnswer.UNKNOWN) {
            unknown(check, reply);
        } else {
            decisions.resolve(check.key(), answer, reply);
        }
    }

    private void leave(CoreHalfCheck check) {
        asking.remove(check.number());
        check.asked().asked().remove(check);
    }

    private void count(HalfAnswer answer) {
        switch (answer) {
            case COMMIT -> answeredCommit.increment();
            case ROLLBACK -> answeredRollback.increment();
            case UNKNOWN -> answeredUnknown.increment();
        }
    }

    /** Whether the id means another half message by now. */
    private boolean isStale(CoreHalfCheck check) {
        HalfSet set = ledger.find(check.key());
        return set != null && set.number() != check.number();
    }

    /**
     * Whether a rollback answers what is true no more: the half message was sent again since the group was asked, and its
     * local transaction, which the group did not find, may begin only now.
     */
    private boolean isOvertaken(CoreHalfCheck check, HalfAnswer answer) {
        HalfSet set = ledger.find(check.key());
        return answer == HalfAnswer.ROLLBACK
                && set != null
                && set.number() == check.number()
                && (set.bornMillis() != check.bornMillis() || decisions.isRepeating(check.key()));
    }

    private static BrokerError overtaken(CoreHalfCheck check) {
        return new BrokerError(
                Code.PRECONDITION_FAILED,
                "Half message " + check.id() + " of producer group " + check.group()
                        + " was sent again since this was asked",
                Map.of("state", HalfState.PREPARED.name()));
    }

    private void unknown(CoreHalfCheck check, Reply<Void> reply) {
        HalfSet set = ledger.prepared(check.number());
        if (set == null) {
            reply.succeeded(null);
            return;
        }
        long now = batch.now();
        HalfEventRecord record = new HalfEventRecord(
                now, set.key(), HalfEvent.UNKNOWN, now + settings.backOff().toMillis());
        batch.add(record.whenApplied(() -> reply.succeeded(null)));
        if (set.checks() + 1 >= settings.checksMax()) {
            park(set);
        }
    }

    private void park(HalfSet set) {
        batch.add(new HalfEventRecord(batch.now(), set.key(), HalfEvent.PARK, 0));
    }

    /** Answers as part of a transaction. */
    void enlisted(CoreHalfCheck check, HalfAnswer answer, TransactionWork work) {
        if (answer == HalfAnswer.UNKNOWN) {
            answered(check, answer, Reply.of(done -> {}, error -> {}));
            return;
        }
        if (isOvertaken(check, answer)) {
            work.rollbackOnly(overtaken(check));
            givenBack(check);
            return;
        }
        decisions.enlist(
                work,
                check.key(),
                answer,
                Reply.of(
                        done -> work.whenEnded(() -> {
                            if (check.end()) {
                                leave(check);
                                count(answer);
                                again(check);
                            }
                        }),
                        (BrokerError error) -> {
                            work.rollbackOnly(error);
                            givenBack(check);
                        }));
    }

    void givenBack(CoreHalfCheck check) {
        if (check.asked().asked().remove(check)) {
            askLater(check);
        }
    }

    private void askLater(CoreHalfCheck check) {
        if (check.end()) {
            asking.remove(check.number());
            unanswered.increment();
            again(check);
        }
    }

    private void again(CoreHalfCheck check) {
        state.timers()
                .schedule(
                        batch.now() + settings.backOff().toMillis(), TimerKind.HALF_CHECK.ordinal(), 0, check.number());
    }

    // --- age

    /** Parks what is too old. */
    void parkOld(long now) {
        for (HalfSet set : ledger.prepared()) {
            if (set.armedMillis() > now - settings.ageMax().toMillis()) {
                return;
            }
            park(set);
        }
    }

    /**
     * The first message of it, maybe from the disk.
     *
     * @throws io.carrick.broker.state.UnreadableMessageException if it cannot be read
     */
    MessageBody first(HalfSet set) {
        MessageBody recent = ledger.recent(set.place(0));
        return recent != null ? recent : reader.read(set.place(0));
    }

    // --- figures

    boolean isAsking(HalfSet set) {
        return asking.contains(set.number());
    }

    int asking() {
        return asking.size();
    }

    /** Whether its group is to be asked but nobody of it is there. */
    boolean hasNoChecker(HalfSet set) {
        Group group = groups.get(set.key().group());
        return group != null && group.checkers.isEmpty() && group.due.contains(set);
    }

    /** How many wait for somebody of their group. */
    long withoutChecker() {
        long waiting = 0;
        for (Group group : groups.values()) {
            waiting += group.checkers.isEmpty() ? group.due.size() : 0;
        }
        return waiting;
    }
}
