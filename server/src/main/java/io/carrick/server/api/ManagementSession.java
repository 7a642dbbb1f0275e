package io.carrick.server.api;

import io.carrick.broker.Broker;
import io.carrick.broker.BrokerConnection;
import io.carrick.broker.BrokerError;
import io.carrick.broker.BrokerException;
import io.carrick.broker.ClientInfo;
import io.carrick.broker.ConnectionEvents;
import io.carrick.broker.ConsumerEvents;
import io.carrick.broker.ConsumerRequest;
import io.carrick.broker.Delivery;
import io.carrick.broker.Destination;
import io.carrick.broker.FilterSpec;
import io.carrick.broker.Identity;
import io.carrick.broker.Message;
import io.carrick.broker.Reply;
import io.carrick.broker.SendEvents;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * A short connection to the broker on behalf of an HTTP caller: the same door that AMQP clients use, so that the same
 * permissions and limits hold. One operation per session; used from its executor only.
 */
final class ManagementSession implements ConnectionEvents {
    private final BrokerConnection connection;
    private final CompletableFuture<Void> forced = new CompletableFuture<>();

    /**
     * Opens it.
     *
     * @param autoCreate whether an address that does not exist may be created by using it
     */
    ManagementSession(Broker broker, Identity caller, String remoteAddress, boolean autoCreate, Executor loop) {
        connection = broker.connect(new ClientInfo("http", caller, remoteAddress, "http", autoCreate), this, loop);
    }

    /** Sends one message; done when it is as safe as its durability asks. */
    CompletableFuture<Void> send(Destination destination, Message message) {
        CompletableFuture<Void> sent = new CompletableFuture<>();
        connection.openProducer(
                destination,
                Reply.of(
                        producer -> producer.send(null, message, null, new SendOutcome(sent)),
                        error -> fail(sent, error)));
        return closing(sent);
    }

    /**
     * Looks at messages without taking them.
     *
     * @param filter null for all
     * @param limit most messages
     */
    CompletableFuture<List<MessageText>> browse(Destination destination, FilterSpec filter, int limit) {
        Browse browse = new Browse();
        ConsumerRequest request = new ConsumerRequest(destination, "browse", null, false, filter, false, true, false);
        connection.openConsumer(
                request,
                browse,
                Reply.of(consumer -> consumer.credit(limit, true), error -> fail(browse.found, error)));
        return closing(browse.found);
    }

    @Override
    public void closeRequested(BrokerError reason) {
        fail(forced, reason);
    }

    /** The connection ends with its operation, however that ends. */
    private <T> CompletableFuture<T> closing(CompletableFuture<T> operation) {
        forced.whenComplete((nothing, failure) -> operation.completeExceptionally(failure));
        return operation.whenComplete((result, failure) -> connection.close());
    }

    private static void fail(CompletableFuture<?> operation, BrokerError error) {
        operation.completeExceptionally(new BrokerException(error));
    }

    private record SendOutcome(CompletableFuture<Void> sent) implements SendEvents {
        @Override
        public void accepted() {
            sent.complete(null);
        }

        @Override
        public void rejected(BrokerError error) {
            fail(sent, error);
        }

        @Override
        public void released(BrokerError error) {
            fail(sent, error);
        }
    }

    private final class Browse implements ConsumerEvents {
        private final List<MessageText> messages = new ArrayList<>();
        private final CompletableFuture<List<MessageText>> found = new CompletableFuture<>();

        @Override
        public void deliver(Delivery delivery) {
            try {
                messages.add(MessageTranslator.decode(delivery));
            } catch (UncheckedIOException e) {
                connection.unreadable(delivery, e);
                messages.add(MessageTranslator.unreadable(delivery, e));
            } catch (RuntimeException e) {
                // Contents that proton cannot read: the caller is told, the broker logs it.
                found.completeExceptionally(e);
            }
        }

        @Override
        public void drained(long limit) {
            found.complete(List.copyOf(messages));
        }

        @Override
        public void closed(BrokerError reason) {
            fail(found, reason);
        }
    }
}
