package io.carrick.broker.core;

import io.carrick.broker.BrokerError;
import io.carrick.broker.HalfAnswer;
import io.carrick.broker.HalfCheckEvents;
import io.carrick.broker.HalfChecker;
import io.carrick.broker.HalfMessages;
import io.carrick.broker.Permission;
import io.carrick.broker.Reply;
import io.carrick.broker.Transaction;
import io.carrick.broker.record.HalfKey;

/** What one connection asks about half messages: checks who may, and hands it on to the core thread. */
final class CoreHalfMessages implements HalfMessages {
    private final CoreConnection connection;
    private final Shard shard;

    CoreHalfMessages(CoreConnection connection, Shard shard) {
        this.connection = connection;
        this.shard = shard;
    }

    @Override
    public void resolve(
            String group, String id, HalfAnswer answer, Transaction transaction, boolean heard, Reply<Void> reply) {
        TransactionWork work = transaction == null ? null : ((CoreConnection.CoreTransaction) transaction).work();
        shard.execute(() -> {
            BrokerError refusal = HalfNames.refusal(group, id);
            if (refusal == null) {
                refusal = refusal(Permission.SEND, HalfNames.resolveAddress(group));
            }
            Reply<Void> posted = Reply.of(done -> connection.answer(reply, done), error -> {
                if (work != null && !heard) {
                    work.rollbackOnly(error);
                }
                connection.answer(reply, error);
            });
            HalfKey key = new HalfKey(group, id);
            if (refusal != null) {
                posted.failed(refusal);
            } else if (work != null) {
                shard.halfDecisions().enlist(work, key, answer, posted);
            } else {
                shard.halfDecisions().resolve(key, answer, posted);
            }
        });
    }

    @Override
    public void openChecker(String group, HalfCheckEvents events, Reply<HalfChecker> reply) {
        shard.execute(() -> {
            BrokerError refusal = HalfNames.refusal(group);
            if (refusal == null) {
                refusal = refusal(Permission.RECEIVE, HalfNames.checkAddress(group));
            }
            if (refusal != null) {
                connection.answer(reply, refusal);
                return;
            }
            CoreHalfChecker checker = new CoreHalfChecker(connection, shard.halfChecks(), group, events);
            connection.opened(checker);
            connection.answer(reply, (HalfChecker) checker);
        });
    }

    private BrokerError refusal(Permission permission, String address) {
        return shard.access().refusal(connection.client().identity(), permission, address);
    }
}
