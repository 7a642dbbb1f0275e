package io.carrick.broker.state;

import io.carrick.broker.record.Declined;
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

    /** Nobody is given what the branch holds. */
    private void lock(PreparedBranch branch) {
        forEach(branch, Subscription::lock);
    }

    private void forEach(PreparedBranch branch, SubscriptionBook.MessageAction action) {
        subscriptions.forEach(branch.accepted(), action);
        for (Declined one : branch.declined()) {
            Subscription subscription = subscriptions.byId(one.subscriptionId());
            if (subscription != null) {
                action.run(subscription, one.key());
            }
        }
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
        if (branch != null) {
            forEach(branch, Subscription::unlock);
            if (commit) {
                messages.settle(branch.accepted());
            }
        }
        messages.settle(record.settled());
        messages.condemn(record.condemned());
        messages.returned(record.returned());
        if (branch != null) {
            forEach(branch, this::giveBack);
        }
    }

    private void giveBack(Subscription subscription, long key) {
        if (!subscription.isSettled(key) && !subscription.isLocked(key)) {
            followers.listener().returned(subscription, key);
        }
    }
}
