package io.carrick.jms.client;

import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;

/** What a send asks for. */
record Quality(
        int deliveryMode,
        int priority,
        long timeToLiveMillis,
        long deliveryDelayMillis,
        boolean messageIdDisabled,
        boolean timestampDisabled) {
    boolean isPersistent() {
        return deliveryMode == DeliveryMode.PERSISTENT;
    }

    void check() throws JMSException {
        checkDeliveryMode(deliveryMode);
        checkPriority(priority);
        checkMillis("time to live", timeToLiveMillis);
        checkMillis("delivery delay", deliveryDelayMillis);
    }

    static void checkDeliveryMode(int value) throws JMSException {
        if (value != DeliveryMode.PERSISTENT && value != DeliveryMode.NON_PERSISTENT) {
            throw new JMSException("There is no delivery mode " + value);
        }
    }

    static void checkPriority(int value) throws JMSException {
        if (value < 0 || value > 9) {
            throw new JMSException("The priority is not within 0 to 9: " + value);
        }
    }

    static void checkMillis(String name, long value) throws JMSException {
        if (value < 0) {
            throw new JMSException("The " + name + " is negative: " + value);
        }
    }
}
