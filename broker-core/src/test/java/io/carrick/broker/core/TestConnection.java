package io.carrick.broker.core;

import io.carrick.broker.Broker;
import io.carrick.broker.BrokerConnection;
import io.carrick.broker.BrokerError;
import io.carrick.broker.BrokerException;
import io.carrick.broker.ClientInfo;
import io.carrick.broker.Consumer;
import io.carrick.broker.ConsumerEvents;
import io.carrick.broker.ConsumerRequest;
import io.carrick.broker.Delivery;
import io.carrick.broker.Destination;
import io.carrick.broker.FilterSpec;
import io.carrick.broker.HalfAnswer;
import io.carrick.broker.HalfCheck;
import io.carrick.broker.HalfCheckEvents;
import io.carrick.broker.HalfChecker;
import io.carrick.broker.HalfTerms;
import io.carrick.broker.Identity;
import io.carrick.broker.Message;
import io.carrick.broker.NodeKind;
import io.carrick.broker.Outcome;
import io.carrick.broker.Producer;
import io.carrick.broker.Reply;
import io.carrick.broker.SendEvents;
import io.carrick.broker.SubscriptionKey;
import io.carrick.broker.Transaction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;

/** A connection that waits for answers, for tests. Callbacks run on the core thread itself. */
final class TestConnection {
    final BrokerConnection connection;
    volatile BrokerError closeRequested;

    TestConnection(Broker broker, String containerId) {
        this(broker, containerId, Identity.ANONYMOUS);
    }

    TestConnection(Broker broker, String containerId, Identity identity) {
        connection = broker.connect(
                new ClientInfo(containerId, identity, "test", "test", true),
                reason -> closeRequested = reason,
                Runnable::run);
    }

    static Destination queue(String name) {
        return new Destination(name, NodeKind.QUEUE);
    }

    static Destination topic(String name) {
        return new Destination(name, NodeKind.TOPIC);
    }

    Producer producer(Destination to) {
        Answer<Producer> answer = new Answer<>();
        connection.openProducer(to, answer);
        return answer.value();
    }

    void send(Destination to, String... texts) {
        Producer producer = producer(to);
        for (String text : texts) {
            send(producer, text, message -> message);
        }
        producer.close();
    }

    void send(Producer producer, String text, UnaryOperator<Message.Builder> with) {
        sendAsync(producer, text, with, null).value();
    }

    Sent sendAsync(Producer producer, String text, UnaryOperator<Message.Builder> with, Transaction transaction) {
        Sent sent = new Sent();
        Message.Builder builder = Message.builder().durable(true).encoded(text.getBytes(StandardCharsets.UTF_8));
        producer.send(null, with.apply(builder).build(), transaction, sent);
        return sent;
    }

    /** Sends a half message. */
    Sent prepareAsync(Producer producer, HalfTerms terms, String text, UnaryOperator<Message.Builder> with) {
        Sent sent = new Sent();
        Message.Builder builder = Message.builder().encoded(text.getBytes(StandardCharsets.UTF_8));
        producer.prepare(null, with.apply(builder).build(), terms, sent);
        return sent;
    }

    void prepare(Producer producer, String group, String id, String text) {
        prepareAsync(producer, new HalfTerms(id, group, -1, "tag"), text, message -> message)
                .value();
    }

    Answer<Void> resolve(String group, String id, HalfAnswer answer) {
        return resolve(group, id, answer, null);
    }

    Answer<Void> resolve(String group, String id, HalfAnswer answer, Transaction transaction) {
        Answer<Void> reply = new Answer<>();
        connection.halfMessages().resolve(group, id, answer, transaction, true, reply);
        return reply;
    }

    /** Decides without listening to the answer. */
    void resolveUnheard(String group, String id, HalfAnswer answer, Transaction transaction) {
        connection.halfMessages().resolve(group, id, answer, transaction, false, new Answer<>());
    }

    /** Sends without listening to the answer. */
    void sendUnheard(Producer producer, String text, Transaction transaction) {
        Message message = Message.builder()
                .durable(true)
                .encoded(text.getBytes(StandardCharsets.UTF_8))
                .build();
        producer.send(null, message, transaction, new Sent() {
            @Override
            public boolean heard() {
                return false;
            }
        });
    }

    Questions checker(String group, long credit) {
        Questions questions = new Questions();
        Answer<HalfChecker> answer = new Answer<>();
        connection.halfMessages().openChecker(group, questions, answer);
        questions.checker = answer.value();
        if (credit > 0) {
            questions.checker.credit(credit, false);
        }
        return questions;
    }

    /** What a member of a group is asked. */
    static final class Questions implements HalfCheckEvents {
        final BlockingQueue<HalfCheck> checks = new LinkedBlockingQueue<>();
        final BlockingQueue<Long> drained = new LinkedBlockingQueue<>();
        HalfChecker checker;

        @Override
        public void check(HalfCheck check) {
            checks.add(check);
        }

        @Override
        public void drained(long limit) {
            drained.add(limit);
        }

        HalfCheck next() {
            return poll(BrokerFixture.TIMEOUT_SECONDS * 1000);
        }

        /** The next question, or a failure if there is none within that time. */
        HalfCheck poll(long millis) {
            HalfCheck check = pollOrNull(millis);
            if (check == null) {
                throw new AssertionError("no question within " + millis + " ms");
            }
            return check;
        }

        HalfCheck pollOrNull(long millis) {
            try {
                return checks.poll(millis, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        /** The limit of the next drain that is answered. */
        long nextDrained() {
            try {
                Long limit = drained.poll(BrokerFixture.TIMEOUT_SECONDS, TimeUnit.SECONDS);
                if (limit == null) {
                    throw new AssertionError("drain not answered");
                }
                return limit;
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        Answer<Void> answer(HalfCheck check, HalfAnswer with) {
            Answer<Void> reply = new Answer<>();
            checker.answer(check, with, reply);
            return reply;
        }
    }

    Received consumer(Destination from, long credit) {
        return consumer(new ConsumerRequest(from, "link", null, false, null, false, false, false), credit);
    }

    Received consumer(Destination from, String selector, long credit) {
        FilterSpec filter = new FilterSpec(FilterSpec.SELECTOR, selector);
        return consumer(new ConsumerRequest(from, "link", null, false, filter, false, false, false), credit);
    }

    Received durable(Destination from, String scope, String name, boolean shared, long credit) {
        SubscriptionKey key = new SubscriptionKey(scope, name, shared, true);
        return consumer(new ConsumerRequest(from, name, key, true, null, false, false, false), credit);
    }

    Received browser(Destination from, long credit) {
        return consumer(new ConsumerRequest(from, "link", null, false, null, false, true, false), credit);
    }

    Received consumer(ConsumerRequest request, long credit) {
        Received received = new Received();
        Answer<Consumer> answer = new Answer<>();
        connection.openConsumer(request, received, answer);
        received.consumer = answer.value();
        if (credit > 0) {
            received.consumer.credit(credit, false);
        }
        return received;
    }

    void settle(Delivery delivery, Outcome outcome) {
        Answer<Void> answer = new Answer<>();
        connection.settle(List.of(delivery), outcome, answer);
        answer.value();
    }

    void accept(Delivery... deliveries) {
        for (Delivery delivery : deliveries) {
            settle(delivery, Outcome.ACCEPTED);
        }
    }

    /** Takes one answer. */
    static final class Answer<T> implements Reply<T> {
        private final CompletableFuture<T> future = new CompletableFuture<>();

        @Override
        public void succeeded(T value) {
            future.complete(value);
        }

        @Override
        public void failed(BrokerError error) {
            future.completeExceptionally(new BrokerException(error));
        }

        T value() {
            return get(future);
        }

        BrokerError error() {
            return TestConnection.error(future);
        }

        /** Completes when it is answered. */
        CompletableFuture<T> arrival() {
            return future;
        }

        /** Whether it has been answered, and well. */
        boolean isSuccess() {
            return future.isDone() && !future.isCompletedExceptionally();
        }
    }

    /** Takes the outcome of a send. */
    static class Sent implements SendEvents {
        private final CompletableFuture<Void> future = new CompletableFuture<>();

        @Override
        public void accepted() {
            future.complete(null);
        }

        @Override
        public void rejected(BrokerError error) {
            future.completeExceptionally(new BrokerException(error));
        }

        @Override
        public void released(BrokerError error) {
            future.completeExceptionally(new BrokerException(error));
        }

        void value() {
            get(future);
        }

        boolean isDone() {
            return future.isDone();
        }

        /** Completes when there is an outcome. */
        CompletableFuture<Void> arrival() {
            return future;
        }

        /** Whether there is an outcome, and a good one. */
        boolean isAccepted() {
            return future.isDone() && !future.isCompletedExceptionally();
        }

        BrokerError error() {
            return TestConnection.error(future);
        }
    }

    private static <T> T get(CompletableFuture<T> future) {
        try {
            return future.get(BrokerFixture.TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    private static BrokerError error(CompletableFuture<?> future) {
        try {
            future.get(BrokerFixture.TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            return ((BrokerException) e.getCause()).error();
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError(e);
        }
        throw new AssertionError("succeeded, but should have failed");
    }

    /** What a consumer was given. */
    static final class Received implements ConsumerEvents {
        final BlockingQueue<Delivery> deliveries = new LinkedBlockingQueue<>();
        final CompletableFuture<BrokerError> closed = new CompletableFuture<>();
        private final BlockingQueue<Long> drained = new LinkedBlockingQueue<>();
        private final List<Object> order = new java.util.concurrent.CopyOnWriteArrayList<>();
        Consumer consumer;

        @Override
        public void deliver(Delivery delivery) {
            order.add(delivery);
            deliveries.add(delivery);
        }

        @Override
        public void drained(long limit) {
            order.add(limit);
            drained.add(limit);
        }

        @Override
        public void closed(BrokerError reason) {
            closed.complete(reason);
        }

        Delivery next() {
            try {
                Delivery delivery = deliveries.poll(BrokerFixture.TIMEOUT_SECONDS, TimeUnit.SECONDS);
                if (delivery == null) {
                    throw new AssertionError("no delivery within " + BrokerFixture.TIMEOUT_SECONDS + " s");
                }
                return delivery;
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        String nextText() {
            return TextFormat.text(next().message());
        }

        /** Drains, and gives the texts of what came until the drain was answered. */
        List<String> drain(long limit) {
            order.clear();
            deliveries.clear();
            consumer.credit(limit, true);
            try {
                if (drained.poll(BrokerFixture.TIMEOUT_SECONDS, TimeUnit.SECONDS) == null) {
                    throw new AssertionError("drain not answered");
                }
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            return deliveries.stream()
                    .map(delivery -> TextFormat.text(delivery.message()))
                    .toList();
        }

        void close() {
            close(Consumer.Close.DETACH);
        }

        void close(Consumer.Close how) {
            Answer<Void> answer = new Answer<>();
            consumer.close(how, answer);
            answer.value();
        }
    }
}
