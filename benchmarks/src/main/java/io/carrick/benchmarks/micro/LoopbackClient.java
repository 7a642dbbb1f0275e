package io.carrick.benchmarks.micro;

import io.carrick.broker.Broker;
import io.carrick.broker.BrokerConnection;
import io.carrick.broker.BrokerError;
import io.carrick.broker.ClientInfo;
import io.carrick.broker.ConnectionEvents;
import io.carrick.broker.Consumer;
import io.carrick.broker.ConsumerEvents;
import io.carrick.broker.ConsumerRequest;
import io.carrick.broker.Delivery;
import io.carrick.broker.Destination;
import io.carrick.broker.Identity;
import io.carrick.broker.Message;
import io.carrick.broker.NodeKind;
import io.carrick.broker.Outcome;
import io.carrick.broker.Producer;
import io.carrick.broker.Reply;
import io.carrick.broker.SendEvents;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * A protocol adapter without a protocol: sends to a queue, accepts what comes back from it, and settles all that came
 * in one turn of its loop together, as an adapter on an event loop does.
 */
final class LoopbackClient implements ConnectionEvents, ConsumerEvents, SendEvents {
    private static final long TIMEOUT_SECONDS = 10;

    private final ExecutorService loop = Executors.newSingleThreadExecutor();
    private final CountDownLatch opened = new CountDownLatch(2);
    private final Runnable received;
    private final java.util.function.Consumer<Throwable> failed;
    private final BrokerConnection connection;
    private List<Delivery> unsettled = new ArrayList<>();
    private Producer producer;

    /**
     * Connects and attaches.
     *
     * @param received called for each message that came back
     * @param failed told what went wrong
     */
    LoopbackClient(Broker broker, String queue, Runnable received, java.util.function.Consumer<Throwable> failed)
            throws InterruptedException {
        this.received = received;
        this.failed = failed;
        connection =
                broker.connect(new ClientInfo("loopback", Identity.ANONYMOUS, "memory", "memory", true), this, loop);
        Destination destination = new Destination(queue, NodeKind.QUEUE);
        loop.execute(() -> attach(destination));
        if (!opened.await(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the broker did not answer");
        }
    }

    /** Sends; the outcome that it expects is acceptance. */
    void send(Message message) {
        loop.execute(() -> producer.send(null, message, null, this));
    }

    /** Disconnects. */
    void close() throws InterruptedException {
        loop.execute(connection::close);
        loop.shutdown();
        loop.awaitTermination(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void deliver(Delivery delivery) {
        if (unsettled.isEmpty()) {
            loop.execute(this::settle);
        }
        unsettled.add(delivery);
    }

    @Override
    public void drained(long limit) {
        failed.accept(new IllegalStateException("drained without being asked"));
    }

    @Override
    public void closed(BrokerError reason) {
        fail(reason);
    }

    @Override
    public void closeRequested(BrokerError reason) {
        fail(reason);
    }

    @Override
    public void accepted() {
        // What counts is that it comes back.
    }

    @Override
    public void rejected(BrokerError error) {
        fail(error);
    }

    @Override
    public void released(BrokerError error) {
        fail(error);
    }

    private void attach(Destination destination) {
        connection.openProducer(destination, Reply.of(this::attached, this::fail));
        ConsumerRequest request = new ConsumerRequest(destination, "consumer", null, false, null, false, false, false);
        connection.openConsumer(request, this, Reply.of(this::attached, this::fail));
    }

    private void attached(Producer opening) {
        producer = opening;
        opened.countDown();
    }

    private void attached(Consumer opening) {
        opening.credit(Long.MAX_VALUE, false);
        opened.countDown();
    }

    private void settle() {
        List<Delivery> settling = unsettled;
        unsettled = new ArrayList<>();
        connection.settle(settling, Outcome.ACCEPTED, null);
        for (int i = 0; i < settling.size(); i++) {
            received.run();
        }
    }

    private void fail(BrokerError error) {
        failed.accept(new IllegalStateException(error.toString()));
    }
}
