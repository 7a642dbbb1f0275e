package io.carrick.jms.message;

import io.carrick.jms.wire.Settlement;
import jakarta.jms.JMSException;
import jakarta.jms.MessageFormatException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Properties that are not application properties on the wire but have a place of their own: those of JMS (section
 * 3.5.9), those by which Qpid JMS gives access to AMQP, and those of Carrick's half messages.
 */
enum ProviderProperty {
    GROUP_ID("JMSXGroupID", PropertiesSection.GROUP_ID),
    GROUP_SEQUENCE("JMSXGroupSeq") {
        @Override
        Object get(Envelope envelope) throws JMSException {
            Long sequence = envelope.properties.number(PropertiesSection.GROUP_SEQUENCE);
            return sequence == null ? null : (Object) sequence.intValue();
        }

        @Override
        void set(Envelope envelope, Object value) throws JMSException {
            Long sequence = value == null ? null : (Long) (Conversions.toInt(value) & 0xffffffffL);
            envelope.properties.set(PropertiesSection.GROUP_SEQUENCE, sequence);
        }
    },
    USER_ID("JMSXUserID", PropertiesSection.USER_ID),
    DELIVERY_COUNT("JMSXDeliveryCount") {
        @Override
        Object get(Envelope envelope) {
            int count = envelope.deliveryCount();
            return count == 0 ? null : (Object) count;
        }

        /** Not sent: it says how often the message was received here. */
        @Override
        void set(Envelope envelope, Object value) throws JMSException {
            boolean redelivered = envelope.isRedelivered();
            envelope.setDeliveryCount(value == null ? 0 : Conversions.toInt(value));
            envelope.setRedelivered(redelivered);
        }
    },
    RECEIVED_TIMESTAMP("JMSXRcvTimestamp") {
        @Override
        Object get(Envelope envelope) {
            return envelope.receivedTime();
        }

        @Override
        void set(Envelope envelope, Object value) throws JMSException {
            envelope.setReceivedTime(value == null ? null : (Long) Conversions.toLong(value));
        }
    },
    TIME_TO_LIVE("JMS_AMQP_TTL") {
        @Override
        Object get(Envelope envelope) {
            return envelope.timeToLiveOverride();
        }

        @Override
        void set(Envelope envelope, Object value) throws JMSException {
            Long millis = value == null ? null : (Long) Conversions.toLong(value);
            if (millis != null && (millis < 0 || millis > 0xffffffffL)) {
                throw new MessageFormatException("JMS_AMQP_TTL must be from 0 to 4294967295 but is " + millis);
            }
            envelope.setTimeToLiveOverride(millis);
        }
    },
    /** Says what acknowledging the received message tells the broker; never sent. */
    ACK_TYPE("JMS_AMQP_ACK_TYPE") {
        private static final List<Settlement> NUMBERED_FROM_1 = List.of(
                Settlement.ACCEPTED,
                Settlement.REJECTED,
                Settlement.RELEASED,
                Settlement.FAILED,
                Settlement.FAILED_HERE);

        @Override
        Object get(Envelope envelope) {
            int number = 1 + NUMBERED_FROM_1.indexOf(envelope.settlement());
            return number == 1 ? null : (Object) number;
        }

        @Override
        void set(Envelope envelope, Object value) throws JMSException {
            int number = value == null ? 1 : Conversions.toInt(value);
            if (number < 1 || number > NUMBERED_FROM_1.size()) {
                throw new MessageFormatException("JMS_AMQP_ACK_TYPE must be from 1 to 5 but is " + number);
            }
            envelope.setSettlement(NUMBERED_FROM_1.get(number - 1));
        }
    },
    REPLY_TO_GROUP_ID("JMS_AMQP_REPLY_TO_GROUP_ID", PropertiesSection.REPLY_TO_GROUP_ID),
    HALF_ID("JMS_CARRICK_HALF_ID") {
        @Override
        Object get(Envelope envelope) throws JMSException {
            return envelope.annotation(Annotations.HALF_ID);
        }

        @Override
        void set(Envelope envelope, Object value) throws JMSException {
            envelope.setAnnotation(Annotations.HALF_ID, Conversions.toText(value));
        }
    },
    HALF_GROUP("JMS_CARRICK_HALF_GROUP") {
        @Override
        Object get(Envelope envelope) throws JMSException {
            return envelope.annotation(Annotations.HALF_GROUP);
        }

        @Override
        void set(Envelope envelope, Object value) throws JMSException {
            envelope.setAnnotation(Annotations.HALF_GROUP, Conversions.toText(value));
        }
    },
    HALF_CHECK_AFTER("JMS_CARRICK_HALF_CHECK_AFTER") {
        @Override
        Object get(Envelope envelope) throws JMSException {
            return envelope.annotation(Annotations.HALF_CHECK_AFTER);
        }

        @Override
        void set(Envelope envelope, Object value) throws JMSException {
            envelope.setAnnotation(
                    Annotations.HALF_CHECK_AFTER, value == null ? null : (Long) Conversions.toLong(value));
        }
    };

    private static final Map<String, ProviderProperty> BY_NAME = Stream.of(values())
            .collect(Collectors.toUnmodifiableMap(property -> property.propertyName, Function.identity()));

    private final String propertyName;
    private final int field;

    ProviderProperty(String propertyName) {
        this(propertyName, -1);
    }

    /** A text field of the properties section. */
    ProviderProperty(String propertyName, int field) {
        this.propertyName = propertyName;
        this.field = field;
    }

    /** Null for an application property. */
    static ProviderProperty of(String name) {
        return name.startsWith("JMS") ? BY_NAME.get(name) : null;
    }

    /** Whether it may be set on a message that was received. */
    static boolean isForReceiver(String name) {
        return of(name) == ACK_TYPE;
    }

    /** Whether a client that has no annotations makes half messages by an application property of this name. */
    static boolean makesHalfMessage(String name) {
        ProviderProperty property = of(name);
        return property == HALF_ID || property == HALF_GROUP || property == HALF_CHECK_AFTER;
    }

    String propertyName() {
        return propertyName;
    }

    /** Null if it is not set. */
    Object get(Envelope envelope) throws JMSException {
        return envelope.properties.text(field);
    }

    /** Sets it, or removes it if the value is null. */
    void set(Envelope envelope, Object value) throws JMSException {
        envelope.properties.set(field, Conversions.toText(value));
    }
}
