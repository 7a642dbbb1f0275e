package io.carrick.broker.core;

import io.carrick.broker.Administration.ConnectionStatus;
import io.carrick.broker.BrokerConnection;
import io.carrick.broker.BrokerError;
import io.carrick.broker.BrokerError.Code;
import io.carrick.broker.ClientInfo;
import io.carrick.broker.ConnectionEvents;
import io.carrick.broker.Consumer;
import io.carrick.broker.ConsumerEvents;
import io.carrick.broker.ConsumerRequest;
import io.carrick.broker.Delivery;
import io.carrick.broker.Destination;
import io.carrick.broker.HalfMessages;
import io.carrick.broker.LargeBody;
import io.carrick.broker.Lifetime;
import io.carrick.broker.NodeKind;
import io.carrick.broker.Outcome;
import io.carrick.broker.Permission;
import io.carrick.broker.Producer;
import io.carrick.broker.Reply;
import io.carrick.broker.SubscriptionInfo;
import io.carrick.broker.SubscriptionKey;
import io.carrick.broker.TemporaryNode;
import io.carrick.broker.Transaction;
import io.carrick.broker.TransactionAdministration.Origin;
import io.carrick.broker.XaTransactions;
import io.carrick.broker.dispatch.ActiveConsumer;
import io.carrick.broker.dispatch.HeldDelivery;
import io.carrick.broker.state.Address;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;

/**
 * A client connection. Its public methods run on the connection's executor and only pass commands to the core thread;
 * the fields belong to the core thread.
 */
final class CoreConnection implements BrokerConnection {
    private final ClientInfo client;
    private final ConnectionEvents events;
    private final Shard shard;
    private final Outbox outbox;
    private final Set<ActiveConsumer> consumers = new HashSet<>();
    private final Set<CoreProducer> producers = new HashSet<>();
    private final Set<TransactionWork> transactions = new HashSet<>();
    private final Set<StagedLargeBody> arriving = new HashSet<>();
    private final Map<Address, CoreTemporaryNode> temporaries = new HashMap<>();
    private final Set<CoreHalfChecker> halfCheckers = new HashSet<>();
    private final CoreHalfMessages halfMessages;
    private final ActiveConsumer.CoreSide consumerSide = new ConsumerSide();
    private long id;
    private long openedMillis;
    private final CoreXa distributedTransactions;
    private boolean closed;

    CoreConnection(ClientInfo client, ConnectionEvents events, Executor loop, Shard shard) {
        this.client = client;
        this.events = events;
        this.shard = shard;
        outbox = new Outbox(loop, shard.outboxes());
        distributedTransactions = new CoreXa(this, shard);
        halfMessages = new CoreHalfMessages(this, shard);
    }

    void opened(long number, long now) {
        id = number;
        openedMillis = now;
    }

    /** Its number among the connections of this broker. */
    long id() {
        return id;
    }

    /** As operators see it. */
    ConnectionStatus status() {
        return new ConnectionStatus(
                id,
                client.identity().name(),
                client.containerId(),
                client.remoteAddress(),
                client.listener(),
                events.sessions(),
                producers.size(),
                consumers.size(),
                transactions.size(),
                openedMillis);
    }

    /** As the origin of work. */
    Origin origin() {
        return new Origin(client.identity().name(), client.containerId(), closed ? 0 : id, client.remoteAddress());
    }

    ClientInfo client() {
        return client;
    }

    Outbox outbox() {
        return outbox;
    }

    Shard shard() {
        return shard;
    }

    ActiveConsumer.CoreSide consumerSide() {
        return consumerSide;
    }

    boolean owns(Address temporary) {
        return temporaries.containsKey(temporary);
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public void openProducer(Destination destination, Reply<Producer> reply) {
        shard.execute(() -> {
            if (destination == null) {
                open(null, reply);
                return;
            }
            shard.addresses()
                    .resolve(
                            destination,
                            client,
                            Reply.of(
                                    address -> {
                                        BrokerError refusal =
                                                shard.access().refusal(client.identity(), Permission.SEND, address);
                                        if (refusal == null) {
                                            open(address, reply);
                                        } else {
                                            answer(reply, refusal);
                                        }
                                    },
                                    error -> answer(reply, error)));
        });
    }

    private void open(Address address, Reply<Producer> reply) {
        CoreProducer producer = new CoreProducer(this, address);
        if (!closed) {
            producers.add(producer);
            shard.counters().producers.increment();
            if (address != null) {
                shard.usage().producerOpened(address);
            }
        }
        answer(reply, (Producer) producer);
    }

    void closed(CoreProducer producer) {
        if (producers.remove(producer)) {
            shard.counters().producers.decrement();
            if (producer.address() != null) {
                shard.usage().producerClosed(producer.address());
            }
        }
    }

    @Override
    public void openConsumer(ConsumerRequest request, ConsumerEvents consumerEvents, Reply<Consumer> reply) {
        shard.execute(() -> shard.consumers()
                .open(
                        this,
                        request,
                        consumerEvents,
                        Reply.of(
                                consumer -> {
                                    if (closed) {
                                        shard.consumers().close(consumer);
                                        return;
                                    }
                                    consumers.add(consumer);
                                    shard.counters().consumers.increment();
                                    answer(reply, (Consumer) consumer);
                                },
                                error -> answer(reply, error))));
    }

    /** The broker ends a consumer of this connection. */
    void closedByBroker(ActiveConsumer consumer, BrokerError reason) {
        if (forget(consumer)) {
            consumer.closedByBroker(reason);
        }
    }

    private boolean forget(ActiveConsumer consumer) {
        boolean known = consumers.remove(consumer);
        if (known) {
            shard.counters().consumers.decrement();
        }
        return known;
    }

    @Override
    public void createTemporary(NodeKind kind, Lifetime lifetime, String suffix, Reply<TemporaryNode> reply) {
        shard.execute(() -> {
            if (closed) {
                return;
            }
            Address address = shard.createTemporary(kind, suffix);
            CoreTemporaryNode node = new CoreTemporaryNode(this, address, lifetime);
            temporaries.put(address, node);
            answer(reply, (TemporaryNode) node);
        });
    }

    /** Deletes a temporary node of this connection. */
    void deleteTemporary(Address address) {
        if (temporaries.remove(address) != null) {
            shard.state().deleteAddress(address.id());
        }
    }

    /** Temporary nodes that still exist. */
    List<CoreTemporaryNode> temporaries() {
        return new ArrayList<>(temporaries.values());
    }

    @Override
    public void findSubscription(SubscriptionKey key, Reply<SubscriptionInfo> reply) {
        shard.execute(() -> shard.subscribing().find(key, posted(reply)));
    }

    @Override
    public void deleteSubscription(SubscriptionKey key, Reply<Void> reply) {
        shard.execute(() -> shard.subscribing().delete(key, client.identity(), posted(reply)));
    }

    @Override
    public void settle(List<Delivery> deliveries, Outcome outcome, Reply<Void> reply) {
        List<HeldDelivery> held = held(deliveries);
        shard.execute(() ->
                shard.settlements().settle(held, outcome, reply == null ? null : () -> answer(reply, (Void) null)));
    }

    @Override
    public void unreadable(Delivery delivery, UncheckedIOException cause) {
        HeldDelivery held = (HeldDelivery) delivery;
        shard.execute(() -> shard.settlements().unreadable(held, cause));
    }

    private static List<HeldDelivery> held(List<Delivery> deliveries) {
        List<HeldDelivery> held = new ArrayList<>(deliveries.size());
        for (int i = 0; i < deliveries.size(); i++) {
            held.add((HeldDelivery) deliveries.get(i));
        }
        return held;
    }

    @Override
    public Transaction beginTransaction() {
        TransactionWork work = new TransactionWork(shard.identifiers().nextInEpoch(), client.containerId());
        shard.execute(() -> {
            if (!closed) {
                transactions.add(work);
                shard.transactions().begun(work, this);
                shard.counters().transactions.increment();
            }
        });
        return new CoreTransaction(work);
    }

    @Override
    public void transactionOutcome(long transactionId, Reply<Void> reply) {
        shard.execute(() -> shard.transactions().tellOutcome(transactionId, client.containerId(), posted(reply)));
    }

    @Override
    public XaTransactions distributedTransactions() {
        return distributedTransactions;
    }

    /** This client's side of work that others may share. */
    Transaction workIn(TransactionWork work) {
        return new CoreTransaction(work);
    }

    private void ended(TransactionWork work) {
        if (transactions.remove(work)) {
            shard.counters().transactions.decrement();
        }
    }

    @Override
    public HalfMessages halfMessages() {
        return halfMessages;
    }

    void opened(CoreHalfChecker checker) {
        if (!closed) {
            halfCheckers.add(checker);
            shard.halfChecks().opened(checker);
        }
    }

    void closed(CoreHalfChecker checker) {
        if (halfCheckers.remove(checker)) {
            shard.halfChecks().closed(checker);
        }
    }

    @Override
    public LargeBody openLargeBody() {
        StagedLargeBody body = shard.newLargeBody(outbox, arriving::remove);
        shard.execute(() -> {
            if (closed) {
                body.discard();
            } else {
                arriving.add(body);
            }
        });
        return body;
    }

    /** A message was made of the body. */
    void completed(StagedLargeBody body) {
        arriving.remove(body);
    }

    @Override
    public void close() {
        shard.execute(this::closeNow);
    }

    /** Closes on the core thread. */
    void closeNow() {
        if (closed) {
            return;
        }
        closed = true;
        for (TransactionWork work : List.copyOf(transactions)) {
            shard.transactions().rollback(work, Reply.of(done -> {}, error -> {}));
            ended(work);
        }
        shard.branches().closed(this);
        for (ActiveConsumer consumer : List.copyOf(consumers)) {
            forget(consumer);
            shard.consumers().close(consumer);
        }
        for (CoreProducer producer : List.copyOf(producers)) {
            closed(producer);
        }
        for (CoreHalfChecker checker : List.copyOf(halfCheckers)) {
            closed(checker);
        }
        for (StagedLargeBody body : arriving) {
            body.discard();
        }
        for (Address address : List.copyOf(temporaries.keySet())) {
            deleteTemporary(address);
        }
        shard.closed(this);
    }

    /** Asks the adapter to end the connection. */
    void requestClose(BrokerError reason) {
        outbox.post(() -> events.closeRequested(reason));
    }

    <T> void answer(Reply<T> reply, T value) {
        outbox.post(() -> reply.succeeded(value));
    }

    void answer(Reply<?> reply, BrokerError error) {
        outbox.post(() -> reply.failed(error));
    }

    private <T> Reply<T> posted(Reply<T> reply) {
        return Reply.of(value -> answer(reply, value), error -> answer(reply, error));
    }

    private final class ConsumerSide implements ActiveConsumer.CoreSide {
        @Override
        public void execute(Runnable command) {
            shard.execute(command);
        }

        @Override
        public void post(Runnable event) {
            outbox.post(event);
        }

        @Override
        public void creditChanged(ActiveConsumer consumer) {
            shard.consumers().creditChanged(consumer);
        }

        @Override
        public void close(ActiveConsumer consumer, Consumer.Close how, Reply<Void> reply) {
            forget(consumer);
            Reply<Void> answered = reply == null ? Reply.of(done -> {}, error -> {}) : posted(reply);
            switch (how) {
                case UNSUBSCRIBE -> shard.consumers().unsubscribe(consumer, client.identity(), answered);
                case DETACH -> {
                    shard.consumers().close(consumer);
                    answered.succeeded(null);
                }
                case LOST -> {
                    shard.consumers().lost(consumer);
                    answered.succeeded(null);
                }
            }
        }
    }

    /** The client's side of a local transaction, or of its work in a branch. */
    final class CoreTransaction implements Transaction {
        private final TransactionWork work;

        CoreTransaction(TransactionWork work) {
            this.work = work;
        }

        TransactionWork work() {
            return work;
        }

        @Override
        public long id() {
            return work.id();
        }

        @Override
        public void settle(List<Delivery> deliveries, Outcome outcome, boolean settled) {
            List<HeldDelivery> held = held(deliveries);
            shard.execute(() -> {
                for (HeldDelivery delivery : held) {
                    if (delivery.state() == HeldDelivery.State.HELD && work.isReleased()) {
                        shard.receipts().giveBack(delivery, settled);
                    } else if (delivery.state() == HeldDelivery.State.HELD && !work.ended()) {
                        work.enlist(delivery, outcome, settled);
                    } else {
                        work.rollbackOnly(new BrokerError(
                                Code.TRANSACTION_ROLLBACK, "A delivery was settled that is no longer held"));
                    }
                }
            });
        }

        @Override
        public void rollbackOnly(BrokerError reason) {
            shard.execute(() -> work.rollbackOnly(reason));
        }

        @Override
        public void commit(Reply<Void> reply) {
            shard.execute(() -> {
                if (isOfBranch(reply)) {
                    return;
                }
                shard.transactions().commit(work, posted(reply));
                ended(work);
            });
        }

        @Override
        public void rollback(Reply<Void> reply) {
            shard.execute(() -> {
                if (isOfBranch(reply)) {
                    return;
                }
                shard.transactions().rollback(work, posted(reply));
                ended(work);
            });
        }

        private boolean isOfBranch(Reply<Void> reply) {
            if (work.isDistributed()) {
                answer(reply, new BrokerError(Code.ILLEGAL_STATE, "A branch is ended by its transaction manager"));
            }
            return work.isDistributed();
        }
    }
}
