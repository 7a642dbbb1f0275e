package io.carrick.jms.client;

import io.carrick.jms.CarrickDestination;
import io.carrick.jms.wire.InboundDelivery;
import io.carrick.jms.wire.Settlement;
import jakarta.jms.MessageListener;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The messages that connection consumers have given to a session of an application server's pool, until the server runs
 * the session (Jakarta Messaging 3.1, section 11.2.4). Thread-safe; run by one thread at a time.
 */
final class LoadedMessages {
    private static final Logger LOG = LoggerFactory.getLogger(LoadedMessages.class);

    private final Reception reception;
    private final ConcurrentLinkedQueue<Loaded> waiting = new ConcurrentLinkedQueue<>();
    private final ListenerCall call = new ListenerCall();
    private volatile boolean closed;

    private record Loaded(Delivery delivery, CarrickDestination consumed) {}

    LoadedMessages(Reception reception) {
        this.reception = reception;
    }

    /** Takes a message. */
    void load(InboundDelivery delivery, Inbox from, CarrickDestination consumed) {
        waiting.add(new Loaded(reception.delivery(delivery, from), consumed));
    }

    /** Gives all of them to the listener. Without one, or when the session is closed, they go back to the broker. */
    void run(MessageListener listener) {
        call.begin(this);
        try {
            for (Loaded next = waiting.poll(); next != null; next = waiting.poll()) {
                if (listener == null || closed) {
                    LOG.warn("A session without a message listener, or a closed one, was run");
                    next.delivery.settle(Settlement.RELEASED, null);
                } else {
                    reception.deliver(next.delivery, next.consumed, listener);
                }
            }
        } finally {
            call.end();
        }
    }

    /** Whether another thread than this is within the listener. */
    boolean isElsewhere() {
        return call.isElsewhere();
    }

    /** Waits until the listener is not being called, unless by this thread. */
    void await(long timeoutMillis) {
        call.await(timeoutMillis);
    }

    /** Calls the listener no more. Does not wait. */
    void close() {
        closed = true;
    }
}
