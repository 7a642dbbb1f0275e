package io.carrick.jms.client;

import io.carrick.jms.wire.OutboundMessage;
import io.carrick.jms.wire.SendCompletion;
import io.carrick.jms.wire.Target;
import io.carrick.jms.wire.WireSender;
import io.carrick.jms.wire.WireSession;
import io.carrick.jms.wire.WireTransaction;
import jakarta.jms.JMSException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Sends to any destination at a broker without the anonymous terminus: over a sender for each, of which those used least
 * recently are closed. Thread-safe.
 */
final class SendersByTarget implements WireSender {
    private static final int SENDERS_MAX = 64;

    private final WireSession wire;
    private final Map<Target, Counted> senders = new LinkedHashMap<>(16, 0.75f, true);

    SendersByTarget(WireSession wire) {
        this.wire = wire;
    }

    @Override
    public synchronized void send(OutboundMessage message, WireTransaction transaction, SendCompletion completion)
            throws JMSException {
        Counted sender = senders.get(message.to());
        if (sender == null) {
            closeEldest();
            sender = new Counted(wire.openSender(message.to()));
            senders.put(message.to(), sender);
        }
        sender.send(message, transaction, completion);
    }

    @Override
    public synchronized void close() throws JMSException {
        for (Counted sender : senders.values()) {
            sender.wire.close();
        }
        senders.clear();
    }

    private void closeEldest() throws JMSException {
        Iterator<Counted> eldest = senders.values().iterator();
        while (senders.size() >= SENDERS_MAX && eldest.hasNext()) {
            Counted sender = eldest.next();
            if (sender.open.get() == 0) {
                eldest.remove();
                sender.wire.close();
            }
        }
    }

    /** A sender that knows how many outcomes are open. */
    private record Counted(WireSender wire, AtomicInteger open) {
        Counted(WireSender wire) {
            this(wire, new AtomicInteger());
        }

        void send(OutboundMessage message, WireTransaction transaction, SendCompletion completion) throws JMSException {
            open.incrementAndGet();
            boolean sent = false;
            try {
                wire.send(message, transaction, new SendCompletion() {
                    @Override
                    public void accepted() {
                        open.decrementAndGet();
                        completion.accepted();
                    }

                    @Override
                    public void failed(JMSException cause) {
                        open.decrementAndGet();
                        completion.failed(cause);
                    }
                });
                sent = true;
            } finally {
                if (!sent) {
                    open.decrementAndGet();
                }
            }
        }
    }
}
