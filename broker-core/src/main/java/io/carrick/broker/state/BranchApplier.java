package io.carrick.broker.state;

import io.carrick.broker.record.Returned;
import io.carrick.broker.record.XaOutcomeRecord;
import io.carrick.broker.record.XaPrepareRecord;

/** Prepares branches of distributed transactions and carries out what is decided of them. */
final class BranchApplier {
    private final XaLedger branches;
    private final SubscriptionBook subscriptions;
    private final TransactionApplier transactions;
    private final MessageApplier messages;
    private final Followers followers;

    BranchApplier(
            XaLedger branches,
            SubscriptionBook subscriptions,
            TransactionApplier transactions,
            MessageApplier messages,
            Followers followers) {
        this.branches = branches;
        this.subscriptions = subscriptions;
        this.transactions = transactions;
        this.messages = messages;
        this.followers = followers;
    }

    void apply(XaPrepareRecord record) {
        lock(branches.prepare(record));
    }

    /** Locks again what the branches of a checkpoint hold. */
    void restored() {
        branches.prepared().forEach(this::lock);
    }

    /** Nobody is given what the branch will settle. */
    private void lock(PreparedBranch branch) {
        subscriptions.forEach(branch.locked(), Subscription::lock);
    }

    void apply(XaOutcomeRecord record) {
        PreparedBranch branch = branches.decide(record);
        if (record.decision() == XaOutcomeRecord.Decision.FORGET) {
            return;
        }
        boolean commit = record.decision().commits();
        if (commit) {
            transactions.commit(record.transactionId());
        } else {
            transactions.rollBack(record.transactionId());
        }
        for (Returned one : record.returned()) {
            Subscription subscription = subscriptions.byId(one.subscriptionId());
            if (subscription != null) {
                subscription.returned(one);
            }
        }
        if (branch != null) {
            subscriptions.forEach(branch.locked(), (subscription, key) -> unlock(subscription, key, commit));
        }
        messages.settle(record.settled());
    }

    private void unlock(Subscription subscription, long key, boolean commit) {
        subscription.unlock(key);
        if (commit) {
            messages.settle(subscription, key);
        } else {
            followers.listener().returned(subscription, key);
        }
    }
}
