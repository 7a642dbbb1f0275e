package io.carrick.broker.dispatch;

import io.carrick.broker.BrokerError;
import io.carrick.broker.Consumer;
import io.carrick.broker.ConsumerEvents;
import io.carrick.broker.ConsumerRequest;
import io.carrick.broker.Destination;
import io.carrick.broker.FilterSpec;
import io.carrick.broker.Reply;
import io.carrick.broker.state.Subscription;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * A consumer with its credit. The methods of {@link Consumer} are called by its connection and go to the core thread;
 * everything else belongs to the core thread.
 */
public final class ActiveConsumer implements Consumer {
    /** Messages of groups that wait for their owner; more stop the cursor. */
    static final int RESERVED_MAX = 1000;

    private final ConsumerRequest request;
    private final ConsumerEvents events;
    private final Subscription subscription;
    private final FilterSpec filter;
    private final String localContainer;
    private final CoreSide core;
    private final NavigableSet<Long> reserved = new TreeSet<>();
    private long limit;
    private long dispatched;
    private boolean draining;
    private boolean closed;
    private boolean vanished;

    /**
     * @param filter the consumer's own filter, or that of its subscription, for the client to see
     * @param localContainer container whose messages it is not given, null for none
     */
    public ActiveConsumer(
            ConsumerRequest request,
            FilterSpec filter,
            ConsumerEvents events,
            Subscription subscription,
            String localContainer,
            CoreSide core) {
        this.request = request;
        this.filter = filter;
        this.events = events;
        this.subscription = subscription;
        this.localContainer = localContainer;
        this.core = core;
    }

    @Override
    public Destination destination() {
        return subscription.address().destination();
    }

    @Override
    public FilterSpec filter() {
        return filter;
    }

    @Override
    public boolean browsing() {
        return request.browse();
    }

    @Override
    public void credit(long newLimit, boolean drain) {
        core.execute(() -> {
            limit = newLimit;
            draining = drain;
            core.creditChanged(this);
        });
    }

    @Override
    public void close(Close how, Reply<Void> reply) {
        core.execute(() -> core.close(this, how, reply));
    }

    ConsumerEvents events() {
        return events;
    }

    public ConsumerRequest request() {
        return request;
    }

    public Subscription subscription() {
        return subscription;
    }

    /** Container whose messages it is not given, null for none. */
    String localContainer() {
        return localContainer;
    }

    boolean hasCredit() {
        return !closed && dispatched < limit;
    }

    boolean draining() {
        return draining;
    }

    /** Answers a drain: what is left of the credit counts as used up. */
    void drained() {
        draining = false;
        long answered = limit;
        dispatched = Math.max(dispatched, answered);
        post(() -> events.drained(answered));
    }

    /** Gives a message to the client. */
    void deliver(HeldDelivery delivery) {
        dispatched++;
        post(delivery);
    }

    /** Runs something on the connection's executor, in order with its deliveries. */
    public void post(Runnable event) {
        core.post(event);
    }

    /** Messages of groups it owns that wait for its credit, in order of dispatch. */
    NavigableSet<Long> reserved() {
        return reserved;
    }

    public boolean closed() {
        return closed;
    }

    /** No further delivery is made. */
    public void markClosed() {
        closed = true;
    }

    /** Whether its client ended it without a word. */
    public boolean vanished() {
        return vanished;
    }

    /** No further delivery is made: its client has ended without a word. */
    public void markVanished() {
        closed = true;
        vanished = true;
    }

    /** Tells the client that the broker has ended the consumer. */
    public void closedByBroker(BrokerError reason) {
        closed = true;
        post(() -> events.closed(reason));
    }

    /** What a consumer needs of the core and of its connection. */
    public interface CoreSide {
        /** Runs something on the core thread. */
        void execute(Runnable command);

        /** Runs something on the connection's executor. */
        void post(Runnable event);

        /** The consumer's credit has changed. */
        void creditChanged(ActiveConsumer consumer);

        /** The client closes the consumer. */
        void close(ActiveConsumer consumer, Close how, Reply<Void> reply);
    }
}
