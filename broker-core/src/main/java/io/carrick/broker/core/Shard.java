package io.carrick.broker.core;

import io.carrick.broker.BrokerEnvironment;
import io.carrick.broker.BrokerError;
import io.carrick.broker.BrokerError.Code;
import io.carrick.broker.ClientInfo;
import io.carrick.broker.ConnectionEvents;
import io.carrick.broker.Destination;
import io.carrick.broker.HalfSettings;
import io.carrick.broker.Message;
import io.carrick.broker.NodeKind;
import io.carrick.broker.dispatch.ActiveConsumer;
import io.carrick.broker.dispatch.DispatchPort;
import io.carrick.broker.journal.Journal;
import io.carrick.broker.journal.JournalSink;
import io.carrick.broker.record.JournalRecord;
import io.carrick.broker.record.SettleRecord;
import io.carrick.broker.record.StartRecord;
import io.carrick.broker.selector.PropertySource;
import io.carrick.broker.state.Address;
import io.carrick.broker.state.BrokerState;
import io.carrick.broker.state.MessageReader;
import io.carrick.broker.state.Subscription;
import io.carrick.store.CommitLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One shard: the parts that run on its core thread, put together. It has no logic of its own beyond the turn: commands,
 * then what is due, then records to the journal, dispatch, and what connections are to hear.
 */
final class Shard implements JournalSink, DispatchPort {
    /** Names of temporary nodes begin so; nothing else may, so that a reply to one that is gone creates no queue. */
    static final String TEMPORARY_PREFIX = "carrick-temporary-";

    private static final long REST_MILLIS = 500;

    private final BrokerState state;
    private final StoredMessages stored;
    private final Filters filters;
    private final SpaceGauge space;
    private final Checkpointing checkpointing;
    private final RecordApplier applier;
    private final Consumer<Throwable> onFailure;
    private final CoreThread core;
    private final RecordBatch batch;
    private final Outboxes outboxes = new Outboxes();
    private final Counters counters = new Counters();
    private final Latency turns = new Latency();
    private final Identifiers identifiers = new Identifiers();
    private final DispatchMarks marks;
    private final RecordLimit limit;
    private final Access access;
    private final Dispatchers dispatchers;
    private final AddressUsage usage;
    private final AddressLifecycle addresses;
    private final Subscribing subscribing;
    private final Moves moves;
    private final Settlements settlements;
    private final Receipts receipts;
    private final Consumers consumers;
    private final HalfDecisions halfDecisions;
    private final HalfPrepares halfPrepares;
    private final HalfChecks halfChecks;
    private final Transactions transactions;
    private final XaBranches branches;
    private final Capacity capacity;
    private final Router router;
    private final DueTimers dueTimers;
    private final Housekeeping housekeeping;
    private final Compaction compaction;
    private final Connections connections = new Connections(counters);
    private Journal journal;
    private final CompletableFuture<Void> failure = new CompletableFuture<>();
    private volatile boolean failed;
    /** Nothing goes to the journal any more: it is about to close. */
    private boolean sealed;

    Shard(
            BrokerState state,
            StoredMessages stored,
            Filters filters,
            BrokerEnvironment environment,
            HalfSettings halfMessages,
            CommitLog log,
            Checkpointing checkpointing,
            RecordApplier applier) {
        this.state = state;
        this.stored = stored;
        this.filters = filters;
        space = log::hasRoom;
        this.checkpointing = checkpointing;
        this.applier = applier;
        onFailure = environment.onFailure();
        core = new CoreThread("carrick-core", this::endTurn, this::fail);
        batch = new RecordBatch(environment.clock());
        marks = new DispatchMarks(state, batch);
        limit = new RecordLimit(log.maxBodyBytes());
        access = new Access(environment.authorizer());
        dispatchers = new Dispatchers(this::closedByBroker);
        dispatchers.port(this);
        usage = new AddressUsage(dispatchers);
        StructuralChanges changes = new StructuralChanges();
        addresses = new AddressLifecycle(state, batch, changes, environment.addressSettings(), access, identifiers);
        subscribing = new Subscribing(state, batch, changes, dispatchers, identifiers, access);
        MovedMessages contents = new MovedMessages(stored, environment.format(), limit);
        moves = new Moves(state, batch, addresses, contents, counters, space);
        Verdicts verdicts = new Verdicts(batch, moves);
        settlements = new Settlements(state, batch, dispatchers, moves, verdicts, counters);
        receipts = new Receipts(state, batch, settlements, verdicts, moves);
        consumers = new Consumers(addresses, subscribing, dispatchers, settlements, filters, access);
        halfDecisions = new HalfDecisions(state.halves(), batch);
        halfPrepares = new HalfPrepares(state.halves(), halfDecisions, batch, halfMessages);
        halfChecks = new HalfChecks(state, halfDecisions, batch, stored, halfMessages);
        transactions = new Transactions(state, batch, receipts, halfDecisions, counters);
        branches = new XaBranches(
                state, batch, access, identifiers, counters, new XaWork(state, batch, transactions, receipts));
        capacity = new Capacity(state, batch);
        router = new Router(state, batch, space, limit, capacity, counters);
        dispatchers.limited(capacity::arrived);
        dueTimers = new DueTimers(state, dispatchers, moves, halfChecks);
        housekeeping = new Housekeeping(state, usage, addresses, branches, halfChecks);
        compaction = new Compaction(state, log, batch, stored);
    }

    /** Takes over leadership: begins a new epoch and waits until that is durable. */
    void start(Journal leadersJournal) {
        journal = leadersJournal;
        CompletableFuture<Void> started = new CompletableFuture<>();
        long epoch = state.epoch() + 1;
        identifiers.start(state.lastId(), epoch);
        core.start();
        execute(() -> {
            state.listener(dispatchers);
            halfChecks.start(batch.now());
            batch.add(new StartRecord(batch.now(), epoch).whenApplied(() -> started.complete(null)));
            receipts.resume();
        });
        await(started);
        if (failed) {
            core.halt();
            throw new IllegalStateException("The journal failed before the broker had started");
        }
    }

    void execute(Runnable command) {
        core.execute(command);
    }

    // --- the turn

    private long endTurn() {
        long begin = System.nanoTime();
        if (sealed) {
            outboxes.flush();
            return TimeUnit.MILLISECONDS.toNanos(REST_MILLIS);
        }
        long now = batch.now();
        long due = dueTimers.run(now);
        housekeeping.run(now, connections);
        moves.resume();
        capacity.dropExcess();
        batch.flush(journal);
        dispatchers.run();
        batch.flush(journal);
        long deferred = outboxes.flush();
        if (checkpointing.isDue(now, space.hasRoom())) {
            checkpointing.start(now, journal, core, compaction::run, this::failed);
        }
        batch.endTurn();
        turns.recordNanos(System.nanoTime() - begin);
        if (failed) {
            return TimeUnit.SECONDS.toNanos(1);
        }
        return Math.min(deferred, TimeUnit.MILLISECONDS.toNanos(Math.min(due, REST_MILLIS)));
    }

    @Override
    public void committed(List<JournalRecord> records) {
        core.execute(() -> apply(records));
    }

    private void apply(List<JournalRecord> records) {
        try {
            for (int i = 0; i < records.size(); i++) {
                applier.apply(records.get(i));
                records.get(i).applied();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The disk has failed: nothing is confirmed any more. */
    @Override
    public void failed(Throwable cause) {
        core.execute(() -> fail(cause));
    }

    private void fail(Throwable cause) {
        if (!failed) {
            failed = true;
            failure.complete(null);
            onFailure.accept(cause);
        }
    }

    // --- what dispatch needs

    @Override
    public long now() {
        return batch.now();
    }

    @Override
    public MessageReader reader() {
        return stored;
    }

    @Override
    public PropertySource properties(Message message) {
        return filters.properties(message);
    }

    @Override
    public void expired(Subscription subscription, long key) {
        moves.expire(subscription, key);
    }

    @Override
    public void mark(Subscription subscription, int lane, long index) {
        marks.mark(subscription, lane, index);
    }

    @Override
    public void dispatched() {
        counters.messagesOut.increment();
    }

    // --- connections

    CoreConnection connect(ClientInfo client, ConnectionEvents events, Executor loop) {
        CoreConnection connection = new CoreConnection(client, events, loop, this);
        execute(() -> connections.opened(connection, batch.now()));
        return connection;
    }

    void closed(CoreConnection connection) {
        connections.closed(connection);
    }

    private void closedByBroker(ActiveConsumer consumer, BrokerError reason) {
        settlements.forget(consumer);
        connections.closedByBroker(consumer, reason);
    }

    Address createTemporary(NodeKind kind, String suffix) {
        Destination wanted = temporary(kind, suffix == null ? UUID.randomUUID().toString() : suffix);
        boolean taken = state.addresses().find(wanted) != null;
        Destination given = taken ? temporary(kind, UUID.randomUUID().toString()) : wanted;
        return state.createTemporary(identifiers.nextTemporary(), given);
    }

    private static Destination temporary(NodeKind kind, String suffix) {
        return new Destination(TEMPORARY_PREFIX + kind.name().toLowerCase(Locale.ROOT) + "-" + suffix, kind);
    }

    StagedLargeBody newLargeBody(Outbox outbox, Consumer<StagedLargeBody> whenDiscarded) {
        return new StagedLargeBody(identifiers.nextInEpoch(), core, batch, space, limit, stored, outbox, whenDiscarded);
    }

    // --- the end

    /**
     * Stops in good order: connections are asked to close, what they held returns, and since everything that may have
     * been seen is then counted, no message is under suspicion at the next start.
     */
    void stop() throws InterruptedException {
        CompletableFuture<Void> quiet = new CompletableFuture<>();
        execute(() -> {
            for (CoreConnection connection : connections.snapshot()) {
                connection.requestClose(new BrokerError(Code.CONNECTION_FORCED, "The broker stops"));
                connection.closeNow();
            }
            marks.clear();
            batch.add(new SettleRecord(batch.now(), List.of()).whenApplied(() -> quiet.complete(null)));
        });
        await(quiet);
        CompletableFuture<Void> complete = new CompletableFuture<>();
        execute(() -> {
            sealed = true;
            complete.complete(null);
        });
        await(complete);
        journal.close();
        core.stop();
    }

    /** Whether the disk, or something else that cannot be mended, has ended its work. */
    boolean isFailed() {
        return failed;
    }

    /** Waits for something that happens on the core thread, or for what keeps it from happening. */
    private void await(CompletableFuture<Void> event) {
        CompletableFuture.anyOf(event, core.ended(), failure).join();
    }

    /** Stops at once, as after a failure of the disk. */
    void halt() {
        core.halt();
        journal.halt();
    }

    // --- its parts

    BrokerState state() {
        return state;
    }

    Outboxes outboxes() {
        return outboxes;
    }

    Counters counters() {
        return counters;
    }

    Latency turns() {
        return turns;
    }

    Identifiers identifiers() {
        return identifiers;
    }

    Access access() {
        return access;
    }

    AddressUsage usage() {
        return usage;
    }

    AddressLifecycle addresses() {
        return addresses;
    }

    Subscribing subscribing() {
        return subscribing;
    }

    Receipts receipts() {
        return receipts;
    }

    Settlements settlements() {
        return settlements;
    }

    Consumers consumers() {
        return consumers;
    }

    HalfDecisions halfDecisions() {
        return halfDecisions;
    }

    HalfPrepares halfPrepares() {
        return halfPrepares;
    }

    HalfChecks halfChecks() {
        return halfChecks;
    }

    Transactions transactions() {
        return transactions;
    }

    XaBranches branches() {
        return branches;
    }

    Connections connections() {
        return connections;
    }

    Router router() {
        return router;
    }

    Dispatchers dispatchers() {
        return dispatchers;
    }

    RecordBatch batch() {
        return batch;
    }
}
