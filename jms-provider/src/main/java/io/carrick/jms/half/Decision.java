package io.carrick.jms.half;

import io.carrick.jms.CarrickQueue;
import io.carrick.jms.client.HalfMessageConnection;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;

/** A decision about a half message, as a message that can be sent in a transaction. */
record Decision(String group, String id, LocalTransactionState state) {
    private static final CarrickQueue NODE = new CarrickQueue(HalfMessageConnection.DECISIONS);

    Decision {
        if (state == LocalTransactionState.UNKNOWN) {
            throw new IllegalArgumentException("UNKNOWN is no decision");
        }
    }

    /** As the protocol calls it. */
    String text() {
        return state == LocalTransactionState.COMMIT ? "commit" : "rollback";
    }

    private Message written(Message message) throws JMSException {
        HalfMessageConnection.makeDecision(message, group, id, text());
        return message;
    }

    void sendIn(Session session) throws JMSException {
        if (!session.getTransacted()) {
            throw new IllegalStateException("The session is not transacted");
        }
        try (MessageProducer producer = session.createProducer(NODE)) {
            producer.send(written(session.createMessage()));
        }
    }

    void sendIn(JMSContext context) throws JMSException {
        if (!context.getTransacted()) {
            throw new IllegalStateException("The context is not transacted");
        }
        try {
            context.createProducer().send(NODE, written(context.createMessage()));
        } catch (JMSRuntimeException e) {
            throw e.getCause() instanceof JMSException cause
                    ? cause
                    : new JMSException(e.getMessage(), e.getErrorCode());
        }
    }
}
