package io.carrick.broker.core;

import io.carrick.broker.BrokerError;
import io.carrick.broker.BrokerError.Code;
import io.carrick.broker.HalfAnswer;
import io.carrick.broker.HalfEvent;
import io.carrick.broker.HalfState;
import io.carrick.broker.Reply;
import io.carrick.broker.record.HalfDecision;
import io.carrick.broker.record.HalfEventRecord;
import io.carrick.broker.record.HalfKey;
import io.carrick.broker.state.HalfLedger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Decides half messages. What is known to be decided is answered at once; everything else goes to the journal, and is
 * answered by what the state says when it comes back: then the first one has won.
 */
final class HalfDecisions {
    private final HalfLedger ledger;
    private final RecordBatch batch;
    /** Decisions on their way through the journal, the first one of each half message. */
    private final Map<HalfKey, HalfState> onTheirWay = new HashMap<>();

    /** How many messages of each half message are on their way through the journal, also such as it has already. */
    private final Map<HalfKey, Integer> repeats = new HashMap<>();

    private int preparing;

    HalfDecisions(HalfLedger ledger, RecordBatch batch) {
        this.ledger = ledger;
        this.batch = batch;
    }

    /** A half message is on its way through the journal: an id that is not known yet may be known soon. */
    void preparing() {
        preparing++;
    }

    /** It has come back. */
    void prepared() {
        preparing--;
    }

    /** A message of it is on its way through the journal, maybe one that it has already. */
    void repeating(HalfKey key) {
        repeats.merge(key, 1, Integer::sum);
    }

    /** It has come back. */
    void repeated(HalfKey key) {
        repeats.computeIfPresent(key, (same, count) -> count == 1 ? null : count - 1);
    }

    boolean isRepeating(HalfKey key) {
        return repeats.containsKey(key);
    }

    /** Whether the outcome is known, or will be in a moment. */
    boolean isDeciding(HalfKey key) {
        return onTheirWay.containsKey(key);
    }

    /** Answers for a group. */
    void resolve(HalfKey key, HalfAnswer answer, Reply<Void> reply) {
        HalfState known = ledger.state(key);
        if (known == null && preparing == 0) {
            reply.failed(unknown(key));
        } else if (answer == HalfAnswer.UNKNOWN) {
            reply.succeeded(null);
        } else if (known != null && known.decided()) {
            answer(key, known, answer, reply);
        } else {
            HalfEvent event = answer == HalfAnswer.COMMIT ? HalfEvent.COMMIT : HalfEvent.ROLLBACK;
            boolean first = onTheirWay.putIfAbsent(key, outcome(answer)) == null;
            batch.add(new HalfEventRecord(batch.now(), key, event, 0).whenApplied(() -> {
                if (first) {
                    onTheirWay.remove(key);
                }
                answer(key, ledger.state(key), answer, reply);
            }));
        }
    }

    private static void answer(HalfKey key, HalfState state, HalfAnswer wanted, Reply<Void> reply) {
        if (state == null) {
            reply.failed(unknown(key));
        } else if (state == outcome(wanted)) {
            reply.succeeded(null);
        } else {
            reply.failed(decidedOtherwise(key, state));
        }
    }

    private static HalfState outcome(HalfAnswer answer) {
        return answer == HalfAnswer.COMMIT ? HalfState.COMMITTED : HalfState.ROLLED_BACK;
    }

    // --- as part of a transaction

    /** Makes a decision part of a transaction, if nothing speaks against it now. */
    void enlist(TransactionWork work, HalfKey key, HalfAnswer answer, Reply<Void> reply) {
        BrokerError refusal = refusal(work, key, answer);
        if (refusal != null) {
            reply.failed(refusal);
            return;
        }
        if (answer != HalfAnswer.UNKNOWN) {
            work.add(new HalfDecision(key, answer == HalfAnswer.COMMIT));
        }
        reply.succeeded(null);
    }

    private BrokerError refusal(TransactionWork work, HalfKey key, HalfAnswer answer) {
        if (work.ended()) {
            return work.refusal();
        }
        if (work.isDistributed()) {
            return new BrokerError(
                    Code.NOT_ALLOWED, "A half message cannot be decided as part of a distributed transaction");
        }
        return preparing > 0 && ledger.state(key) == null ? null : conflict(key, answer);
    }

    /** Why the transaction cannot commit with the decisions that it has; null if it can. */
    BrokerError conflict(TransactionWork work) {
        Map<HalfKey, Boolean> own = new HashMap<>();
        for (HalfDecision each : work.halves()) {
            BrokerError conflict = conflict(each.key(), each.commit() ? HalfAnswer.COMMIT : HalfAnswer.ROLLBACK);
            if (conflict != null) {
                return conflict;
            }
            Boolean before = own.put(each.key(), each.commit());
            if (before != null && before != each.commit()) {
                return decidedOtherwise(each.key(), before ? HalfState.COMMITTED : HalfState.ROLLED_BACK);
            }
        }
        return null;
    }

    private BrokerError conflict(HalfKey key, HalfAnswer answer) {
        HalfState known = ledger.state(key);
        if (known == null) {
            return unknown(key);
        }
        HalfState decided = known.decided() ? known : onTheirWay.get(key);
        return decided == null || answer == HalfAnswer.UNKNOWN || decided == outcome(answer)
                ? null
                : decidedOtherwise(key, decided);
    }

    /** The transaction's outcome is on its way; gives what is to be run when it is applied. */
    Runnable committing(List<HalfDecision> decisions) {
        List<HalfDecision> first = decisions.stream()
                .filter(each -> onTheirWay.putIfAbsent(
                                each.key(), outcome(each.commit() ? HalfAnswer.COMMIT : HalfAnswer.ROLLBACK))
                        == null)
                .toList();
        return () -> first.forEach(each -> onTheirWay.remove(each.key()));
    }

    // --- refusals

    static BrokerError unknown(HalfKey key) {
        return new BrokerError(
                Code.NOT_FOUND, "Producer group " + key.group() + " has no half message with id " + key.id());
    }

    static BrokerError decidedOtherwise(HalfKey key, HalfState state) {
        return new BrokerError(
                Code.PRECONDITION_FAILED,
                "Half message " + key.id() + " of producer group " + key.group() + " is " + state,
                Map.of("state", state.name()));
    }
}
