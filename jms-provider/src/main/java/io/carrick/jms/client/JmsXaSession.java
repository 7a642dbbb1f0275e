package io.carrick.jms.client;

import io.carrick.jms.wire.WireSession;
import io.carrick.jms.wire.XaWire;
import jakarta.jms.QueueSession;
import jakarta.jms.TopicSession;
import jakarta.jms.XAQueueSession;
import jakarta.jms.XATopicSession;
import javax.transaction.xa.XAResource;

/** A session whose transactions a transaction manager ends (Jakarta Messaging 3.1, section 13.3). */
final class JmsXaSession extends JmsSession implements XAQueueSession, XATopicSession {
    private final XaTransaction transaction;

    JmsXaSession(JmsConnection connection, Domain domain, WireSession wire, XaWire xa, String idPrefix) {
        this(connection, domain, wire, idPrefix, xa, new Acknowledgements(AckMode.TRANSACTED));
    }

    private JmsXaSession(
            JmsConnection connection,
            Domain domain,
            WireSession wire,
            String idPrefix,
            XaWire xa,
            Acknowledgements acknowledgements) {
        this(connection, domain, wire, idPrefix, acknowledgements, new XaTransaction(xa, acknowledgements));
    }

    private JmsXaSession(
            JmsConnection connection,
            Domain domain,
            WireSession wire,
            String idPrefix,
            Acknowledgements acknowledgements,
            XaTransaction transaction) {
        super(connection, domain, AckMode.TRANSACTED, wire, idPrefix, acknowledgements, transaction);
        this.transaction = transaction;
    }

    @Override
    public JmsXaSession getSession() {
        return this;
    }

    @Override
    public QueueSession getQueueSession() {
        return this;
    }

    @Override
    public TopicSession getTopicSession() {
        return this;
    }

    @Override
    public XAResource getXAResource() {
        return transaction;
    }
}
