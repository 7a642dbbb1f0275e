package io.carrick.broker.dispatch;

import io.carrick.broker.Consumer;
import io.carrick.broker.Delivery;
import io.carrick.broker.Message;
import io.carrick.broker.state.MessageKey;
import io.carrick.broker.state.MessageReader;
import io.carrick.broker.state.Place;
import io.carrick.broker.state.Subscription;

/** A message held by a consumer. The {@link Delivery} side belongs to the connection, the rest to the core thread. */
public final class HeldDelivery implements Delivery, Runnable {
    private final ActiveConsumer consumer;
    private final long key;
    private volatile Place place;
    private final MessageReader reader;
    private final int deliveryCount;
    private final boolean memoryOnly;
    private Message message;
    private State state = State.HELD;

    HeldDelivery(
            ActiveConsumer consumer, long key, Place place, MessageReader reader, Message message, int deliveryCount) {
        this.consumer = consumer;
        this.key = key;
        this.place = place;
        this.reader = reader;
        this.message = message;
        this.deliveryCount = deliveryCount;
        memoryOnly = MessageKey.memoryOnly(MessageKey.lane(key));
    }

    @Override
    public Consumer consumer() {
        return consumer;
    }

    @Override
    public long sequence() {
        return key;
    }

    @Override
    public Message message() {
        Message inMemory = message;
        if (inMemory == null) {
            return reader.read(place).message();
        }
        if (!memoryOnly) {
            message = null;
        }
        return inMemory;
    }

    @Override
    public int deliveryCount() {
        return deliveryCount;
    }

    @Override
    public boolean firstAcquirer() {
        return deliveryCount == 0;
    }

    /** Hands itself to the client; run on the connection's executor. */
    @Override
    public void run() {
        consumer.events().deliver(this);
    }

    /** The consumer that holds it. */
    public ActiveConsumer holder() {
        return consumer;
    }

    public Subscription subscription() {
        return consumer.subscription();
    }

    /** Key of the message in its address. */
    public long key() {
        return key;
    }

    /** Its record lies elsewhere now. */
    void place(Place to) {
        place = to;
    }

    public State state() {
        return state;
    }

    public void state(State next) {
        state = next;
    }

    /** Whether its settlement must go through the journal. */
    public boolean journaled() {
        return !memoryOnly && subscription().durable();
    }

    /** Life of a delivery. */
    public enum State {
        /** The client has it. */
        HELD,
        /** Its settlement waits for a transaction's outcome. */
        ENLISTED,
        /** Its settlement is on its way through the journal. */
        SETTLING,
        /** It is on its way back to its subscription, through the journal. */
        RETURNING,
        /** Over. */
        DONE
    }
}
