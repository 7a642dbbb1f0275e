package io.carrick.broker.core;

import io.carrick.broker.Administration;
import io.carrick.broker.BrokerError;
import io.carrick.broker.BrokerError.Code;
import io.carrick.broker.BrokerException;
import io.carrick.broker.Destination;
import io.carrick.broker.HalfAdministration;
import io.carrick.broker.MessageLocation;
import io.carrick.broker.NodeKind;
import io.carrick.broker.TransactionAdministration;
import io.carrick.broker.dispatch.HeldDelivery;
import io.carrick.broker.dispatch.SubscriptionDispatch;
import io.carrick.broker.record.PurgeRecord;
import io.carrick.broker.record.SettleRecord;
import io.carrick.broker.state.Address;
import io.carrick.broker.state.MessageKey;
import io.carrick.broker.state.Subscription;
import io.carrick.store.CommitLog;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What operators ask for, answered on the core thread. */
final class Operations implements Administration {
    private final Shard shard;
    private final CommitLog log;
    private final long diskLimitBytes;
    private final Latency flushes;
    private final MessageSearch search;
    private final HalfOperations halfMessages;
    private final TransactionOperations transactions;
    private final Questions questions;

    Operations(Shard shard, CommitLog log, long diskLimitBytes, Latency flushes, MessageSearch search) {
        this.shard = shard;
        this.log = log;
        this.diskLimitBytes = diskLimitBytes;
        this.flushes = flushes;
        this.search = search;
        halfMessages = new HalfOperations(shard);
        transactions = new TransactionOperations(shard, halfMessages);
        questions = new Questions(shard);
    }

    private <T> CompletionStage<T> ask(Questions.Question<T> question) {
        return questions.ask(question);
    }

    @Override
    public CompletionStage<List<QueueStatus>> queues() {
        return ask(() -> {
            List<QueueStatus> all = new ArrayList<>();
            for (Address address : shard.state().addresses().all()) {
                for (Subscription subscription : address.subscriptions()) {
                    all.add(status(subscription));
                }
            }
            return all;
        });
    }

    private QueueStatus status(Subscription subscription) {
        SubscriptionDispatch dispatch = shard.dispatchers().find(subscription);
        Address address = subscription.address();
        long lockedOnly = subscription.locked().stream()
                .filter(key -> dispatch == null || !dispatch.holds(key))
                .count();
        long delivering = lockedOnly + (dispatch == null ? 0 : dispatch.held().size());
        return new QueueStatus(
                subscription.name(),
                address.name(),
                address.kind(),
                subscription.durable(),
                address.temporary(),
                Math.max(0, subscription.unsettled() - delivering - subscription.scheduled()),
                delivering,
                subscription.scheduled(),
                dispatch == null ? 0 : dispatch.allConsumers().size(),
                subscription.added(),
                subscription.settled(),
                subscription.deadLettered(),
                subscription.expired());
    }

    @Override
    public CompletionStage<List<AddressStatus>> addresses() {
        return ask(() -> {
            List<AddressStatus> all = new ArrayList<>();
            for (Address address : shard.state().addresses().all()) {
                all.add(new AddressStatus(
                        address.name(),
                        address.kind(),
                        address.temporary(),
                        address.autoCreated(),
                        address.subscriptions().size(),
                        address.routed()));
            }
            return all;
        });
    }

    @Override
    public CompletionStage<Void> createAddress(String name, NodeKind kind) {
        CompletableFuture<Void> answer = new CompletableFuture<>();
        BrokerError refusal = AddressLifecycle.invalidName(name);
        if (refusal != null) {
            answer.completeExceptionally(new BrokerException(refusal));
            return answer;
        }
        shard.execute(
                () -> shard.addresses().create(new Destination(name, kind), false, address -> answer.complete(null)));
        return answer;
    }

    @Override
    public CompletionStage<Void> deleteAddress(String name, NodeKind kind) {
        CompletableFuture<Void> answer = new CompletableFuture<>();
        shard.execute(() -> shard.addresses()
                .delete(
                        new Destination(name, kind),
                        () -> answer.complete(null),
                        error -> answer.completeExceptionally(new BrokerException(error))));
        return answer;
    }

    @Override
    public CompletionStage<Long> purge(String queue) {
        CompletableFuture<Long> answer = new CompletableFuture<>();
        shard.execute(() -> {
            Subscription subscription = find(queue);
            if (subscription == null) {
                answer.completeExceptionally(
                        new BrokerException(new BrokerError(Code.NOT_FOUND, "No queue " + queue + " exists")));
            } else {
                purge(subscription, answer);
            }
        });
        return answer;
    }

    private Subscription find(String name) {
        for (Address address : shard.state().addresses().all()) {
            for (Subscription subscription : address.subscriptions()) {
                if (subscription.name().equals(name)) {
                    return subscription;
                }
            }
        }
        return null;
    }

    private void purge(Subscription subscription, CompletableFuture<Long> answer) {
        SubscriptionDispatch dispatch = shard.dispatchers().find(subscription);
        long[] held = dispatch == null
                ? new long[0]
                : dispatch.held().stream().mapToLong(HeldDelivery::key).toArray();
        long before = subscription.unsettled();
        for (int lane = 0; lane < MessageKey.LANES; lane++) {
            if (!subscription.address().messages().uses(lane)) {
                continue;
            }
            PurgeRecord purge = new PurgeRecord(
                    shard.batch().now(),
                    subscription.id(),
                    lane,
                    subscription.address().messages().end(lane),
                    held);
            if (subscription.durable() && !MessageKey.memoryOnly(lane)) {
                shard.batch().add(purge);
            } else {
                shard.state().apply(purge);
            }
        }
        shard.batch()
                .add(new SettleRecord(shard.batch().now(), List.of())
                        .whenApplied(() -> answer.complete(before - subscription.unsettled())));
    }

    @Override
    public CompletionStage<List<MessageLocation>> find(String key, long fromMillis, long toMillis, int max) {
        return search.find(key, fromMillis, toMillis, max)
                .thenCompose(records -> ask(() -> {
                    MessageLocator locator = new MessageLocator(shard.state(), shard.dispatchers());
                    return records.stream()
                            .map(record -> locator.locate(record, shard.batch().now()))
                            .toList();
                }));
    }

    @Override
    public CompletionStage<List<ConnectionStatus>> connections() {
        return ask(() -> shard.connections().snapshot().stream()
                .map(CoreConnection::status)
                .toList());
    }

    @Override
    public CompletionStage<Void> closeConnection(long id) {
        CompletableFuture<Void> answer = new CompletableFuture<>();
        shard.execute(() -> {
            CoreConnection connection = shard.connections().find(id);
            if (connection == null) {
                answer.completeExceptionally(
                        new BrokerException(new BrokerError(Code.NOT_FOUND, "No connection " + id + " is open")));
            } else {
                connection.requestClose(
                        new BrokerError(Code.CONNECTION_FORCED, "The connection was closed by an operator"));
                answer.complete(null);
            }
        });
        return answer;
    }

    @Override
    public TransactionAdministration transactions() {
        return transactions;
    }

    @Override
    public HalfAdministration halfMessages() {
        return halfMessages;
    }

    @Override
    public CompletionStage<BrokerStatus> status() {
        return ask(() -> {
            Counters counters = shard.counters();
            return new BrokerStatus(
                    counters.connections.intValue(),
                    counters.producers.intValue(),
                    counters.consumers.intValue(),
                    counters.messagesIn.sum(),
                    counters.messagesOut.sum(),
                    counters.acknowledged.sum(),
                    counters.expired.sum(),
                    counters.deadLettered.sum(),
                    counters.transactions.sum(),
                    shard.state().cache().bytes(),
                    log.diskBytes(),
                    diskLimitBytes,
                    !log.hasRoom(),
                    flushes.summary(),
                    shard.turns().summary());
        });
    }
}
