package io.carrick.broker.core;

import io.carrick.broker.Reply;
import io.carrick.broker.XaState;
import io.carrick.broker.XaTransactions;
import io.carrick.broker.Xid;
import java.util.List;

/** A connection's side of the distributed transactions: passes commands to the core thread and answers back. */
final class CoreXa implements XaTransactions {
    private final CoreConnection connection;
    private final Shard shard;

    CoreXa(CoreConnection connection, Shard shard) {
        this.connection = connection;
        this.shard = shard;
    }

    private void execute(Runnable command) {
        shard.execute(() -> {
            if (!connection.isClosed()) {
                command.run();
            }
        });
    }

    private <T> Reply<T> posted(Reply<T> reply) {
        return Reply.of(value -> connection.answer(reply, value), error -> connection.answer(reply, error));
    }

    @Override
    public void start(Xid xid, Start how, long timeoutMillis, Reply<Association> reply) {
        execute(() -> shard.branches().start(connection, xid, how, timeoutMillis, posted(reply)));
    }

    @Override
    public void end(Association association, End how, Reply<Void> reply) {
        execute(() -> shard.branches().end((XaAssociation) association, how, posted(reply)));
    }

    @Override
    public void endSuspended(Xid xid, boolean fail, Reply<Void> reply) {
        execute(() -> shard.branches().endSuspended(connection, xid, fail, posted(reply)));
    }

    @Override
    public void prepare(Xid xid, Reply<Vote> reply) {
        execute(() -> shard.branches().prepare(connection.client().identity(), xid, posted(reply)));
    }

    @Override
    public void commit(Xid xid, boolean onePhase, Reply<Void> reply) {
        execute(() -> shard.branches().commit(connection.client().identity(), xid, onePhase, posted(reply)));
    }

    @Override
    public void rollback(Xid xid, Reply<Void> reply) {
        execute(() -> shard.branches().rollback(connection.client().identity(), xid, posted(reply)));
    }

    @Override
    public void forget(Xid xid, Reply<Void> reply) {
        execute(() -> shard.branches().forget(connection.client().identity(), xid, posted(reply)));
    }

    @Override
    public void recover(Reply<List<Xid>> reply) {
        execute(() -> connection.answer(
                reply, shard.branches().recover(connection.client().identity())));
    }

    @Override
    public void status(Xid xid, Reply<XaState> reply) {
        execute(() -> shard.branches().status(connection.client().identity(), xid, posted(reply)));
    }
}
