package io.carrick.jms.client;

import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.XAJMSContext;
import javax.transaction.xa.XAResource;

/** A context with an XA session. */
final class JmsXaContext extends JmsContext implements XAJMSContext {
    private final JmsXaConnection connection;

    JmsXaContext(JmsXaConnection connection) {
        super(connection, AckMode.TRANSACTED);
        this.connection = connection;
    }

    @Override
    JmsSession newSession(JmsConnection of) throws JMSException {
        return connection.newXaSession(Domain.COMMON);
    }

    @Override
    public JMSContext getContext() {
        return this;
    }

    @Override
    public XAResource getXAResource() {
        return ((JmsXaSession) session()).getXAResource();
    }
}
