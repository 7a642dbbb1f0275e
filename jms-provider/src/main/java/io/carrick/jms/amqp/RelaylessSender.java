package io.carrick.jms.amqp;

import io.carrick.jms.wire.OutboundMessage;
import io.carrick.jms.wire.SendCompletion;
import io.carrick.jms.wire.Target;
import io.carrick.jms.wire.WireSender;
import io.carrick.jms.wire.WireTransaction;
import jakarta.jms.JMSException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A sender without target over a broker that offers no anonymous relay: one link for each destination used lately. Order
 * holds for each destination.
 */
final class RelaylessSender implements WireSender {
    private static final int LINKS_MAX = 64;

    private final AmqpSession session;
    /** Least recently used first. */
    private final Map<Target, AmqpSender> senders = new LinkedHashMap<>(16, 0.75f, true);

    private boolean closed;

    RelaylessSender(AmqpSession session) {
        this.session = session;
    }

    @Override
    public void send(OutboundMessage message, WireTransaction transaction, SendCompletion completion)
            throws JMSException {
        senderTo(message.to()).send(message, transaction, completion);
    }

    private synchronized AmqpSender senderTo(Target target) throws JMSException {
        if (closed) {
            throw new jakarta.jms.IllegalStateException("The sender is closed");
        }
        AmqpSender present = senders.get(target);
        if (present != null && present.ending() == null) {
            return present;
        }
        AmqpSender opened = session.newSender(target);
        session.connection().hand(() -> session.add(opened));
        senders.put(target, opened);
        if (senders.size() > LINKS_MAX) {
            AmqpSender eldest = senders.remove(senders.keySet().iterator().next());
            session.connection().hand(() -> eldest.requestClose(true));
        }
        return opened;
    }

    @Override
    public void close() throws JMSException {
        List<AmqpSender> open;
        synchronized (this) {
            closed = true;
            open = List.copyOf(senders.values());
            senders.clear();
        }
        for (AmqpSender sender : open) {
            sender.close();
        }
    }
}
