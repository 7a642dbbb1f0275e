package io.carrick.jms.client;

import io.carrick.jms.wire.WireSession;
import io.carrick.jms.wire.XaWire;
import jakarta.jms.JMSException;
import jakarta.jms.XAQueueConnection;
import jakarta.jms.XATopicConnection;
import java.util.Optional;

/** A connection with XA sessions, besides ordinary ones (Jakarta Messaging 3.1, section 13.3). */
final class JmsXaConnection extends JmsConnection implements XAQueueConnection, XATopicConnection {
    JmsXaConnection(Environment environment, Domain domain, Connect connect) throws JMSException {
        super(environment, domain, connect);
    }

    @Override
    public JmsXaSession createXASession() throws JMSException {
        return newXaSession(Domain.COMMON);
    }

    @Override
    public JmsXaSession createXAQueueSession() throws JMSException {
        return newXaSession(Domain.QUEUE);
    }

    @Override
    public JmsXaSession createXATopicSession() throws JMSException {
        return newXaSession(Domain.TOPIC);
    }

    /** @throws JMSException if the broker offers no distributed transactions */
    JmsXaSession newXaSession(Domain of) throws JMSException {
        open();
        WireSession wire = wire().openSession();
        Optional<XaWire> xa = wire.xa();
        if (xa.isEmpty()) {
            wire.close();
            throw new JMSException("The broker offers no distributed transactions");
        }
        return add(new JmsXaSession(this, of, wire, xa.get(), nextIdPrefix()));
    }
}
