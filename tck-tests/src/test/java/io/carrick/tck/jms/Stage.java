package io.carrick.tck.jms;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.StreamMessage;

/** Where a message is read: what holds for one that was made must hold for one that was received. */
enum Stage {
    /** In the session that created it, without sending it. */
    CREATED {
        @Override
        <M extends Message> M reach(JmsSpecification test, Class<M> type, M message) throws JMSException {
            if (message instanceof StreamMessage stream) {
                stream.reset();
            } else if (message instanceof BytesMessage bytes) {
                bytes.reset();
            }
            return message;
        }
    },
    /** At a consumer. */
    RECEIVED {
        @Override
        <M extends Message> M reach(JmsSpecification test, Class<M> type, M message) throws JMSException {
            return test.roundTrip(type, message);
        }
    };

    /** Brings a message that was just filled to this stage, ready for reading. */
    abstract <M extends Message> M reach(JmsSpecification test, Class<M> type, M message) throws JMSException;
}
