package io.carrick.broker.core;

import io.carrick.broker.Administration;
import io.carrick.broker.Broker;
import io.carrick.broker.BrokerConnection;
import io.carrick.broker.BrokerEnvironment;
import io.carrick.broker.BrokerSettings;
import io.carrick.broker.ClientInfo;
import io.carrick.broker.ConnectionEvents;
import io.carrick.broker.journal.LocalJournal;
import io.carrick.broker.state.BrokerState;
import io.carrick.store.CommitLog;
import io.carrick.store.file.LogDirectory;
import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * A broker on one machine: recovers its state from a directory, serves connections, and stops in good order. The
 * directory is its own; the package pages of the store tell what is in it.
 */
public final class CarrickBroker implements Broker, Closeable {
    private final CommitLog log;
    private final Recovery recovered;
    private final Shard shard;
    private final Operations operations;
    private final MessageSearch search;
    private final String id;

    private CarrickBroker(
            CommitLog log, Recovery recovered, Shard shard, Operations operations, MessageSearch search, String id) {
        this.log = log;
        this.recovered = recovered;
        this.shard = shard;
        this.operations = operations;
        this.search = search;
        this.id = id;
    }

    /**
     * Opens the broker in a directory, new or from before. When this returns, it is ready.
     *
     * @throws io.carrick.store.LogCorruptedException if something durable is missing or damaged
     * @throws IOException if the disk fails
     */
    public static CarrickBroker open(LogDirectory data, BrokerSettings settings, BrokerEnvironment environment)
            throws IOException {
        CommitLog log = CommitLog.open(data.directory("log"), settings.log());
        try {
            Recovery recovery = new Recovery(log, data, settings, environment);
            recovery.run();
            return start(log, recovery, settings, environment, BrokerIdentity.of(data));
        } catch (IOException | RuntimeException | Error e) {
            try {
                log.close();
            } catch (IOException suppressed) {
                e.addSuppressed(suppressed);
            }
            throw e;
        }
    }

    private static CarrickBroker start(
            CommitLog log, Recovery recovered, BrokerSettings settings, BrokerEnvironment environment, String id) {
        Shard shard = new Shard(
                recovered.state(),
                recovered.stored(),
                recovered.filters(),
                environment,
                settings.halfMessages(),
                log,
                recovered.checkpointing(),
                recovered.applier());
        Latency flushes = new Latency();
        shard.start(new LocalJournal(log, shard, flushes::recordNanos));
        MessageSearch search = new MessageSearch(recovered.index(), recovered.stored(), environment.format());
        Operations operations = new Operations(shard, log, settings.log().diskLimitBytes(), flushes, search);
        return new CarrickBroker(log, recovered, shard, operations, search, id);
    }

    @Override
    public BrokerConnection connect(ClientInfo client, ConnectionEvents events, Executor loop) {
        return shard.connect(client, events, loop);
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Administration administration() {
        return operations;
    }

    /**
     * Stops in good order (after a failure, without writing anything more): connections end, all that was accepted is flushed, a
     * last checkpoint is written.
     */
    @Override
    public void close() throws IOException {
        try {
            shard.stop();
            if (shard.isFailed()) {
                recovered.checkpointing().abandon();
            } else {
                recovered.checkpointing().writeLast();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while the broker stopped", e);
        } finally {
            closeFiles();
        }
    }

    /** Stops at once and writes nothing more, as after a failure of the disk. */
    public void halt() throws IOException {
        recovered.checkpointing().abandon();
        shard.halt();
        closeFiles();
    }

    /** How many records of the log the start had to apply. */
    long replayedRecords() {
        return recovered.replayedRecords();
    }

    BrokerState state() {
        return recovered.state();
    }

    /** Runs something on the core thread, with the branches of distributed transactions. */
    void branches(Consumer<XaBranches> command) {
        shard.execute(() -> command.accept(shard.branches()));
    }

    private void closeFiles() throws IOException {
        try (log) {
            search.close();
            recovered.pages().close();
            recovered.timers().close();
            recovered.index().close();
        }
    }
}
