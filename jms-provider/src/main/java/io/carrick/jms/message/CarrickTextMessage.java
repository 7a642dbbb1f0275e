package io.carrick.jms.message;

import jakarta.jms.JMSException;
import jakarta.jms.TextMessage;

/** A message with a text: a string as AMQP value; data of a textual content type are read as well. */
public final class CarrickTextMessage extends CarrickMessage implements TextMessage {
    private String text;
    private boolean decoded;

    CarrickTextMessage(MessageSettings settings, String text) {
        super(settings);
        this.text = text;
        decoded = true;
    }

    CarrickTextMessage(MessageSettings settings, Received received) throws JMSException {
        super(settings, received);
    }

    @Override
    BodyType bodyType() {
        return BodyType.TEXT;
    }

    @Override
    public String getText() throws JMSException {
        if (!decoded) {
            text = ReceivedBody.text(receivedBody(), envelope().properties.text(PropertiesSection.CONTENT_TYPE));
            decoded = true;
        }
        return text;
    }

    @Override
    public void setText(String text) throws JMSException {
        requireWritableBody();
        this.text = text;
    }

    @Override
    void writeBody(AmqpWriter out) {
        out.section(Sections.VALUE);
        if (text == null) {
            out.nothing();
        } else {
            out.lastString(text);
        }
    }

    @Override
    void discardBody() {
        text = null;
        decoded = true;
    }

    @Override
    public boolean isBodyAssignableTo(@SuppressWarnings("rawtypes") Class type) throws JMSException {
        return getText() == null || type.isInstance(text);
    }

    @Override
    Object bodyAs(Class<?> type) throws JMSException {
        if (!isBodyAssignableTo(type)) {
            throw notAssignable(type);
        }
        return getText();
    }
}
