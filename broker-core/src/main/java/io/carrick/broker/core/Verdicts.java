package io.carrick.broker.core;

import io.carrick.broker.AddressSettings;
import io.carrick.broker.Outcome;
import io.carrick.broker.record.Returned;
import io.carrick.broker.state.Subscription;

/** Works out, by the settings of an address, what becomes of messages that are not accepted. Changes nothing. */
final class Verdicts {
    private final RecordBatch batch;
    private final Moves moves;

    Verdicts(RecordBatch batch, Moves moves) {
        this.batch = batch;
        this.moves = moves;
    }

    /** @param outcome any but accepted */
    Verdict of(Subscription subscription, long key, Outcome outcome) {
        if (outcome instanceof Outcome.Rejected rejected) {
            return dead(
                    subscription,
                    "rejected"
                            + (rejected.condition() == null ? "" : " " + rejected.condition())
                            + (rejected.description() == null ? "" : ": " + rejected.description()));
        }
        return outcome instanceof Outcome.Modified modified
                ? modified(subscription, key, modified)
                : new Verdict.Requeued(false);
    }

    private Verdict modified(Subscription subscription, long key, Outcome.Modified modified) {
        if (modified.deliveryFailed() && modified.undeliverableHere()) {
            return dead(subscription, "undeliverable");
        }
        if (modified.deliveryFailed()) {
            return failed(subscription, key, modified.deliverAt());
        }
        return modified.deliverAt() > 0
                ? new Verdict.Counted(new Returned(subscription.id(), key, false, false, modified.deliverAt()))
                : new Verdict.Requeued(modified.undeliverableHere());
    }

    /**
     * One more failed attempt, of which the last one kills the message.
     *
     * @param deliverAt not before this time, milliseconds since the epoch; 0 for the redelivery policy's choice
     */
    Verdict failed(Subscription subscription, long key, long deliverAt) {
        AddressSettings settings = subscription.address().settings();
        int failed = subscription.attempts(key).failed() + 1;
        if (RedeliveryPolicy.isDead(settings, failed) && !moves.isDeadLetterAddress(subscription)) {
            return new Verdict.Dead("delivery failed " + failed + " times");
        }
        long delay = RedeliveryPolicy.delayMillis(settings, failed);
        long notBefore = deliverAt > 0 ? deliverAt : delay > 0 ? batch.now() + delay : 0;
        return new Verdict.Counted(new Returned(subscription.id(), key, true, false, notBefore));
    }

    /** What is dead already stays where it is, for others to look at. */
    private Verdict dead(Subscription subscription, String reason) {
        return moves.isDeadLetterAddress(subscription) ? new Verdict.Requeued(true) : new Verdict.Dead(reason);
    }
}
