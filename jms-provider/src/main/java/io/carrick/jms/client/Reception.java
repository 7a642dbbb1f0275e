package io.carrick.jms.client;

import io.carrick.jms.CarrickDestination;
import io.carrick.jms.MessageObserver.Outcome;
import io.carrick.jms.message.CarrickMessage;
import io.carrick.jms.wire.InboundDelivery;
import io.carrick.jms.wire.Settlement;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a session does with the messages that come: they are made of deliveries, given to listeners, and acknowledged as
 * the mode of the session says.
 */
final class Reception {
    private static final Logger LOG = LoggerFactory.getLogger(Reception.class);

    private final JmsSession session;
    private final JmsConnection connection;
    private final Acknowledgements acknowledgements;
    private final SessionTransaction transaction;

    Reception(JmsSession session, Acknowledgements acknowledgements, SessionTransaction transaction) {
        this.session = session;
        connection = session.connection();
        this.acknowledgements = acknowledgements;
        this.transaction = transaction;
    }

    /** A message for the session. */
    Delivery delivery(InboundDelivery taken, Inbox from) {
        return new Delivery(taken, from, acknowledgements);
    }

    /** Gives a message to a listener, and acknowledges it as the mode says. */
    void deliver(Delivery delivery, CarrickDestination consumed, MessageListener called) {
        CarrickMessage message = open(delivery, consumed);
        if (message == null) {
            return;
        }
        try {
            delivered(delivery);
        } catch (JMSException e) {
            connection.report(e);
            return;
        }
        Outcome outcome = connection.observation().processing(message, consumed);
        try {
            Callback.run(Callback.Kind.MESSAGE_LISTENER, session, () -> called.onMessage(message));
        } catch (RuntimeException | Error e) {
            LOG.warn("A message listener has failed (section 8.7 of Jakarta Messaging)", e);
            acknowledgements.failed(delivery);
            outcome.ended(e);
            return;
        }
        processed(delivery);
        outcome.ended(null);
    }

    /**
     * Makes the message of a delivery.
     *
     * @return null if it must not be delivered, and is settled
     */
    CarrickMessage open(Delivery delivery, CarrickDestination consumed) {
        Settlement refused;
        try {
            CarrickMessage message = connection.messages().decode(delivery.wire(), consumed);
            refused = refusal(message);
            if (refused == null) {
                message.setReceivedTimeMillis(connection.timer().currentTimeMillis());
                message.setAcknowledger(delivery);
                return message;
            }
        } catch (JMSException | RuntimeException e) {
            LOG.warn("A message from {} cannot be read, and is rejected", consumed, e);
            refused = Settlement.REJECTED;
        }
        delivery.settle(refused, null);
        return null;
    }

    /** A message that is only looked at; null if it has expired or cannot be read. */
    Message browsed(InboundDelivery delivery, CarrickDestination queue) throws JMSException {
        CarrickMessage message = connection.messages().decode(delivery, queue);
        return isExpired(message) ? null : message;
    }

    private Settlement refusal(CarrickMessage message) throws JMSException {
        if (isExpired(message)) {
            return Settlement.FAILED_HERE;
        }
        ClientSettings.Redelivery redelivery = connection.settings().redelivery();
        boolean tooOften = redelivery.deliveriesMax() >= 0
                && message.getIntProperty("JMSXDeliveryCount") > redelivery.deliveriesMax();
        return tooOften ? redelivery.outcome() : null;
    }

    private boolean isExpired(Message message) throws JMSException {
        long expiration = message.getJMSExpiration();
        return expiration != 0
                && connection.settings().localMessageExpiry()
                && expiration <= connection.timer().currentTimeMillis();
    }

    /** The application is given the message. */
    void delivered(Delivery delivery) throws JMSException {
        acknowledgements.delivered(delivery);
        transaction.delivered();
    }

    /** The application has the message: {@code receive} is about to return, or the listener has returned. */
    void processed(Delivery delivery) {
        acknowledgements.processed(delivery);
        transaction.processed();
    }
}
