package io.carrick.jms.message;

import jakarta.jms.JMSException;

/** A message without a body. */
public final class PlainMessage extends CarrickMessage {
    PlainMessage(MessageSettings settings) {
        super(settings);
    }

    PlainMessage(MessageSettings settings, Received received) throws JMSException {
        super(settings, received);
    }

    @Override
    BodyType bodyType() {
        return BodyType.PLAIN;
    }

    /** A message must have a body; this is the one that Qpid JMS takes for none. */
    @Override
    void writeBody(AmqpWriter out) {
        out.section(Sections.VALUE);
        out.nothing();
    }

    @Override
    void discardBody() {
        // There is none.
    }

    @Override
    Object bodyAs(Class<?> type) {
        return null;
    }

    @Override
    public boolean isBodyAssignableTo(@SuppressWarnings("rawtypes") Class type) {
        return true;
    }
}
