package io.carrick.amqp.transport;

import io.carrick.amqp.ListenerSettings;
import io.netty.channel.Channel;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The connections that are open, counted by listener. Thread-safe. */
final class OpenChannels {
    private static final long CHECK_MILLIS = 20;

    private final Map<Channel, AmqpChannel> open = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> counts = new ConcurrentHashMap<>();

    /** Takes a connection in until it closes; false if its listener has as many as it may. */
    boolean add(Channel channel, AmqpChannel handler, ListenerSettings listener) {
        AtomicInteger count = counts.computeIfAbsent(listener.name(), name -> new AtomicInteger());
        if (count.incrementAndGet() > listener.connectionsMax()) {
            count.decrementAndGet();
            return false;
        }
        open.put(channel, handler);
        channel.closeFuture().addListener(closed -> {
            count.decrementAndGet();
            remove(channel);
        });
        return true;
    }

    private synchronized void remove(Channel channel) {
        open.remove(channel);
        notifyAll();
    }

    int size() {
        return open.size();
    }

    /** Asks all to stop, waits, and cuts off those that are still there. */
    void stop(long timeoutMillis) {
        open.forEach((channel, handler) -> channel.eventLoop().execute(handler::stop));
        awaitNone(timeoutMillis);
        open.keySet().forEach(Channel::close);
    }

    private synchronized void awaitNone(long timeoutMillis) {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        try {
            while (!open.isEmpty() && System.nanoTime() < deadline) {
                wait(CHECK_MILLIS);
            }
        } catch (InterruptedException e) {
            // Whoever interrupts wants to be quick: go on to cutting off, and let the caller see it.
            Thread.currentThread().interrupt();
        }
    }
}
