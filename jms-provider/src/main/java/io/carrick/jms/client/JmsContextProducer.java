package io.carrick.jms.client;

import static io.carrick.jms.client.RuntimeExceptions.get;
import static io.carrick.jms.client.RuntimeExceptions.run;

import jakarta.jms.BytesMessage;
import jakarta.jms.CompletionListener;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatException;
import java.io.Serializable;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * A producer of the simplified API: how its messages are sent, and with what properties and headers (Jakarta Messaging
 * 3.1, section 7.2).
 */
final class JmsContextProducer implements JMSProducer {
    private final JmsContext context;
    private final JmsSession session;

    private boolean messageIdDisabled;
    private boolean timestampDisabled;
    private int deliveryMode = Message.DEFAULT_DELIVERY_MODE;
    private int priority = Message.DEFAULT_PRIORITY;
    private long timeToLiveMillis;
    private long deliveryDelayMillis;
    private CompletionListener completionListener;
    private String correlationId;
    private byte[] correlationBytes;
    private String type;
    private Destination replyTo;
    /** Holds the properties, and converts them; null as long as there are none. */
    private Message properties;

    JmsContextProducer(JmsContext context, JmsSession session) {
        this.context = context;
        this.session = session;
    }

    // ---- Sending ----

    @Override
    public JMSProducer send(Destination destination, Message message) {
        run(() -> {
            if (message == null) {
                throw new MessageFormatException("The message is null");
            }
            enter(message);
            Quality quality = new Quality(
                    deliveryMode,
                    priority,
                    timeToLiveMillis,
                    deliveryDelayMillis,
                    messageIdDisabled,
                    timestampDisabled);
            context.producer().send(Destinations.of(destination), message, quality, completionListener);
        });
        return this;
    }

    @Override
    public JMSProducer send(Destination destination, String body) {
        return send(destination, get(() -> session.createTextMessage(body)));
    }

    @Override
    public JMSProducer send(Destination destination, Map<String, Object> body) {
        return send(destination, get(() -> {
            MapMessage message = session.createMapMessage();
            if (body != null) {
                for (Map.Entry<String, Object> entry : body.entrySet()) {
                    message.setObject(entry.getKey(), entry.getValue());
                }
            }
            return message;
        }));
    }

    @Override
    public JMSProducer send(Destination destination, byte[] body) {
        return send(destination, get(() -> {
            BytesMessage message = session.createBytesMessage();
            if (body != null) {
                message.writeBytes(body);
            }
            return message;
        }));
    }

    @Override
    public JMSProducer send(Destination destination, Serializable body) {
        return send(destination, get(() -> session.createObjectMessage(body)));
    }

    private void enter(Message message) throws JMSException {
        for (String name : getPropertyNames()) {
            message.setObjectProperty(name, properties.getObjectProperty(name));
        }
        if (correlationBytes != null) {
            message.setJMSCorrelationIDAsBytes(correlationBytes);
        } else if (correlationId != null) {
            message.setJMSCorrelationID(correlationId);
        }
        if (type != null) {
            message.setJMSType(type);
        }
        if (replyTo != null) {
            message.setJMSReplyTo(replyTo);
        }
    }

    // ---- How ----

    @Override
    public JMSProducer setDisableMessageID(boolean value) {
        messageIdDisabled = value;
        return this;
    }

    @Override
    public boolean getDisableMessageID() {
        return messageIdDisabled;
    }

    @Override
    public JMSProducer setDisableMessageTimestamp(boolean value) {
        timestampDisabled = value;
        return this;
    }

    @Override
    public boolean getDisableMessageTimestamp() {
        return timestampDisabled;
    }

    @Override
    public JMSProducer setDeliveryMode(int value) {
        run(() -> Quality.checkDeliveryMode(value));
        deliveryMode = value;
        return this;
    }

    @Override
    public int getDeliveryMode() {
        return deliveryMode;
    }

    @Override
    public JMSProducer setPriority(int value) {
        run(() -> Quality.checkPriority(value));
        priority = value;
        return this;
    }

    @Override
    public int getPriority() {
        return priority;
    }

    @Override
    public JMSProducer setTimeToLive(long value) {
        run(() -> Quality.checkMillis("time to live", value));
        timeToLiveMillis = value;
        return this;
    }

    @Override
    public long getTimeToLive() {
        return timeToLiveMillis;
    }

    @Override
    public JMSProducer setDeliveryDelay(long value) {
        run(() -> Quality.checkMillis("delivery delay", value));
        deliveryDelayMillis = value;
        return this;
    }

    @Override
    public long getDeliveryDelay() {
        return deliveryDelayMillis;
    }

    @Override
    public JMSProducer setAsync(CompletionListener listener) {
        completionListener = listener;
        return this;
    }

    @Override
    public CompletionListener getAsync() {
        return completionListener;
    }

    // ---- Headers ----

    @Override
    public JMSProducer setJMSCorrelationIDAsBytes(byte[] value) {
        correlationBytes = value == null ? null : value.clone();
        correlationId = null;
        return this;
    }

    @Override
    public byte[] getJMSCorrelationIDAsBytes() {
        return get(() -> {
            Message holder = session.createMessage();
            if (correlationId != null) {
                holder.setJMSCorrelationID(correlationId);
            } else if (correlationBytes != null) {
                return correlationBytes.clone();
            }
            return holder.getJMSCorrelationIDAsBytes();
        });
    }

    @Override
    public JMSProducer setJMSCorrelationID(String value) {
        correlationId = value;
        correlationBytes = null;
        return this;
    }

    @Override
    public String getJMSCorrelationID() {
        if (correlationBytes == null) {
            return correlationId;
        }
        return get(() -> {
            Message holder = session.createMessage();
            holder.setJMSCorrelationIDAsBytes(correlationBytes);
            return holder.getJMSCorrelationID();
        });
    }

    @Override
    public JMSProducer setJMSType(String value) {
        type = value;
        return this;
    }

    @Override
    public String getJMSType() {
        return type;
    }

    @Override
    public JMSProducer setJMSReplyTo(Destination value) {
        replyTo = value;
        return this;
    }

    @Override
    public Destination getJMSReplyTo() {
        return replyTo;
    }

    // ---- Properties ----

    /** A message without properties, or with those set so far; only to be read. */
    private Message held() throws JMSException {
        return properties == null ? session.createMessage() : properties;
    }

    private JMSProducer hold(HolderAction action) {
        run(() -> {
            if (properties == null) {
                properties = session.createMessage();
            }
            action.on(properties);
        });
        return this;
    }

    private interface HolderAction {
        void on(Message holder) throws JMSException;
    }

    @Override
    public JMSProducer setProperty(String name, boolean value) {
        return hold(holder -> holder.setBooleanProperty(name, value));
    }

    @Override
    public JMSProducer setProperty(String name, byte value) {
        return hold(holder -> holder.setByteProperty(name, value));
    }

    @Override
    public JMSProducer setProperty(String name, short value) {
        return hold(holder -> holder.setShortProperty(name, value));
    }

    @Override
    public JMSProducer setProperty(String name, int value) {
        return hold(holder -> holder.setIntProperty(name, value));
    }

    @Override
    public JMSProducer setProperty(String name, long value) {
        return hold(holder -> holder.setLongProperty(name, value));
    }

    @Override
    public JMSProducer setProperty(String name, float value) {
        return hold(holder -> holder.setFloatProperty(name, value));
    }

    @Override
    public JMSProducer setProperty(String name, double value) {
        return hold(holder -> holder.setDoubleProperty(name, value));
    }

    @Override
    public JMSProducer setProperty(String name, String value) {
        return hold(holder -> holder.setStringProperty(name, value));
    }

    @Override
    public JMSProducer setProperty(String name, Object value) {
        return hold(holder -> holder.setObjectProperty(name, value));
    }

    @Override
    public JMSProducer clearProperties() {
        properties = null;
        return this;
    }

    @Override
    public boolean propertyExists(String name) {
        return get(() -> held().propertyExists(name));
    }

    @Override
    public boolean getBooleanProperty(String name) {
        return get(() -> held().getBooleanProperty(name));
    }

    @Override
    public byte getByteProperty(String name) {
        return get(() -> held().getByteProperty(name));
    }

    @Override
    public short getShortProperty(String name) {
        return get(() -> held().getShortProperty(name));
    }

    @Override
    public int getIntProperty(String name) {
        return get(() -> held().getIntProperty(name));
    }

    @Override
    public long getLongProperty(String name) {
        return get(() -> held().getLongProperty(name));
    }

    @Override
    public float getFloatProperty(String name) {
        return get(() -> held().getFloatProperty(name));
    }

    @Override
    public double getDoubleProperty(String name) {
        return get(() -> held().getDoubleProperty(name));
    }

    @Override
    public String getStringProperty(String name) {
        return get(() -> held().getStringProperty(name));
    }

    @Override
    public Object getObjectProperty(String name) {
        return get(() -> held().getObjectProperty(name));
    }

    @Override
    public Set<String> getPropertyNames() {
        return get(() -> {
            Set<String> names = new LinkedHashSet<>();
            if (properties != null) {
                Enumeration<?> set = properties.getPropertyNames();
                while (set.hasMoreElements()) {
                    names.add((String) set.nextElement());
                }
            }
            return Collections.unmodifiableSet(names);
        });
    }
}
