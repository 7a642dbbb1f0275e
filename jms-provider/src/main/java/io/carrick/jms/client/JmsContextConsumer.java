package io.carrick.jms.client;

import static io.carrick.jms.client.RuntimeExceptions.get;
import static io.carrick.jms.client.RuntimeExceptions.run;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageListener;
import jakarta.jms.ObjectMessage;
import jakarta.jms.TextMessage;
import java.util.concurrent.TimeUnit;

/** A consumer of the simplified API. */
final class JmsContextConsumer implements JMSConsumer {
    private final JmsMessageConsumer consumer;

    JmsContextConsumer(JmsMessageConsumer consumer) {
        this.consumer = consumer;
    }

    @Override
    public String getMessageSelector() {
        return get(consumer::getMessageSelector);
    }

    @Override
    public MessageListener getMessageListener() {
        return get(consumer::getMessageListener);
    }

    @Override
    public void setMessageListener(MessageListener listener) {
        run(() -> consumer.setMessageListener(listener));
    }

    @Override
    public Message receive() {
        return get(consumer::receive);
    }

    @Override
    public Message receive(long timeoutMillis) {
        return get(() -> consumer.receive(timeoutMillis));
    }

    @Override
    public Message receiveNoWait() {
        return get(consumer::receiveNoWait);
    }

    @Override
    public <T> T receiveBody(Class<T> type) {
        return body(type, -1);
    }

    @Override
    public <T> T receiveBody(Class<T> type, long timeoutMillis) {
        if (timeoutMillis < 0) {
            throw new JMSRuntimeException("The time-out is negative: " + timeoutMillis);
        }
        return body(type, timeoutMillis == 0 ? -1 : TimeUnit.MILLISECONDS.toNanos(timeoutMillis));
    }

    @Override
    public <T> T receiveBodyNoWait(Class<T> type) {
        return body(type, 0);
    }

    private <T> T body(Class<T> type, long timeoutNanos) {
        return get(() -> consumer.receive(timeoutNanos, message -> body(message, type)));
    }

    private static <T> T body(Message message, Class<T> type) throws JMSException {
        if (message instanceof TextMessage
                || message instanceof BytesMessage
                || message instanceof MapMessage
                || message instanceof ObjectMessage) {
            T body = message.getBody(type);
            if (body == null) {
                throw new MessageFormatException("The message has no body (Jakarta Messaging 3.1, section 8.6)");
            }
            return body;
        }
        throw new MessageFormatException("The body of a " + message.getClass().getSimpleName()
                + " cannot be received alone (Jakarta Messaging 3.1, section 8.6)");
    }

    @Override
    public void close() {
        run(consumer::close);
    }
}
