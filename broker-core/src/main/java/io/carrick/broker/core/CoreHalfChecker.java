package io.carrick.broker.core;

import io.carrick.broker.HalfAnswer;
import io.carrick.broker.HalfCheck;
import io.carrick.broker.HalfCheckEvents;
import io.carrick.broker.HalfChecker;
import io.carrick.broker.Reply;
import io.carrick.broker.Transaction;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A member of a group with its credit. The fields belong to the core thread. */
final class CoreHalfChecker implements HalfChecker {
    private final CoreConnection connection;
    private final HalfChecks checks;
    private final String group;
    private final HalfCheckEvents events;
    private final Set<CoreHalfCheck> asked = new LinkedHashSet<>();
    private long limit;
    private long used;
    private boolean draining;
    private boolean closed;

    CoreHalfChecker(CoreConnection connection, HalfChecks checks, String group, HalfCheckEvents events) {
        this.connection = connection;
        this.checks = checks;
        this.group = group;
        this.events = events;
    }

    String group() {
        return group;
    }

    boolean hasCredit() {
        return !closed && used < limit;
    }

    boolean closed() {
        return closed;
    }

    /** Questions it has not answered. */
    Set<CoreHalfCheck> asked() {
        return asked;
    }

    void ask(CoreHalfCheck check) {
        used++;
        asked.add(check);
        connection.outbox().post(() -> events.check(check));
    }

    /** Nothing more is to be asked now. */
    void nothingMore() {
        if (draining && !closed) {
            draining = false;
            used = Math.max(used, limit);
            long answered = limit;
            connection.outbox().post(() -> events.drained(answered));
        }
    }

    @Override
    public void credit(long newLimit, boolean drain) {
        connection.shard().execute(() -> {
            limit = newLimit;
            draining = drain;
            checks.creditChanged(this);
        });
    }

    @Override
    public void answer(HalfCheck check, HalfAnswer answer, Reply<Void> reply) {
        connection
                .shard()
                .execute(() -> checks.answered(
                        (CoreHalfCheck) check,
                        answer,
                        reply == null
                                ? Reply.of(done -> {}, error -> {})
                                : Reply.of(
                                        done -> connection.answer(reply, (Void) null),
                                        error -> connection.answer(reply, error))));
    }

    @Override
    public void enlist(HalfCheck check, HalfAnswer answer, Transaction transaction) {
        TransactionWork work = ((CoreConnection.CoreTransaction) transaction).work();
        connection.shard().execute(() -> checks.enlisted((CoreHalfCheck) check, answer, work));
    }

    @Override
    public void giveBack(HalfCheck check) {
        connection.shard().execute(() -> checks.givenBack((CoreHalfCheck) check));
    }

    @Override
    public void close() {
        connection.shard().execute(() -> connection.closed(this));
    }

    /** Ends it on the core thread; gives what it has not answered. */
    List<CoreHalfCheck> end() {
        closed = true;
        List<CoreHalfCheck> unanswered = List.copyOf(asked);
        asked.clear();
        return unanswered;
    }
}
