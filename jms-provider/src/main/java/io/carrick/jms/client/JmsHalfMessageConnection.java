package io.carrick.jms.client;

import io.carrick.jms.CarrickDestination;
import io.carrick.jms.CarrickQueue;
import io.carrick.jms.message.CarrickMessage;
import io.carrick.jms.message.MessageFactory;
import jakarta.jms.DeliveryMode;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatException;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Half messages over a connection. Sessions that are not being sent with wait for the next thread that sends. */
final class JmsHalfMessageConnection implements HalfMessageConnection {
    private static final Logger LOG = LoggerFactory.getLogger(JmsHalfMessageConnection.class);
    private static final CarrickQueue DECISIONS_NODE = new CarrickQueue(DECISIONS);

    private final JmsConnection connection;
    private final ConcurrentLinkedDeque<Sender> idle = new ConcurrentLinkedDeque<>();

    JmsHalfMessageConnection(JmsConnection connection) {
        this.connection = connection;
    }

    /** A session with a producer for any destination. */
    private record Sender(JmsSession session, JmsMessageProducer producer) {}

    @Override
    public MessageFactory messages() {
        return connection.messages();
    }

    @Override
    public void prepare(Destination to, Message message, Terms terms) throws JMSException {
        if (message == null) {
            throw new MessageFormatException("The message is null");
        }
        CarrickDestination destination = Destinations.of(to);
        CarrickMessage sent = messages().toCarrick(message);
        mark(sent, terms.id(), terms.group(), terms.checkAfterMillis());
        try {
            send(destination, sent, quality(terms.priority(), terms.timeToLiveMillis(), terms.delayMillis()));
        } finally {
            mark(sent, null, null, null);
        }
        MessageFactory.copyHeaders(sent, message);
    }

    private static void mark(CarrickMessage message, String id, String group, Long checkAfterMillis) {
        message.setAnnotation("x-opt-half-id", id);
        message.setAnnotation("x-opt-half-group", group);
        message.setAnnotation("x-opt-half-check-after", checkAfterMillis);
    }

    @Override
    public void decide(String group, String id, String decision) throws JMSException {
        Message message = messages().createMessage();
        HalfMessageConnection.makeDecision(message, group, id, decision);
        send(DECISIONS_NODE, message, quality(Message.DEFAULT_PRIORITY, 0, 0));
    }

    private static Quality quality(int priority, long timeToLiveMillis, long delayMillis) {
        return new Quality(DeliveryMode.PERSISTENT, priority, timeToLiveMillis, delayMillis, false, false);
    }

    private void send(CarrickDestination to, Message message, Quality quality) throws JMSException {
        Sender sender = idle.pollFirst();
        if (sender == null) {
            sender = open();
        }
        boolean done = false;
        try {
            sender.producer().send(to, message, quality, null);
            done = true;
        } finally {
            if (done) {
                idle.addFirst(sender);
            } else {
                retire(sender);
            }
        }
    }

    private Sender open() throws JMSException {
        JmsSession session = connection.newSession(Domain.COMMON, AckMode.AUTO);
        return new Sender(session, session.createProducer(null));
    }

    /** Its link may be gone. Closing it may wait for the broker, which who sends need not. */
    private void retire(Sender sender) {
        connection.threads().execute(() -> {
            try {
                sender.session().close();
            } catch (JMSException e) {
                LOG.debug("A session that failed to send was not closed in order", e);
            }
        });
    }

    @Override
    public Membership join(String group, int limit, Member member) throws JMSException {
        JmsSession session = connection.newSession(Domain.COMMON, AckMode.CLIENT);
        CarrickQueue node = new CarrickQueue(CHECKS + group);
        HalfCheckReceiver receiver = new HalfCheckReceiver(session, node, limit, member);
        Subscription subscription = session.consumers().subscription(node, null, false, null);
        try {
            receiver.open(session.consumers().openReceiver(subscription, receiver));
        } catch (JMSException e) {
            session.close();
            throw e;
        }
        return receiver;
    }

    @Override
    public void close() throws JMSException {
        connection.close();
    }
}
