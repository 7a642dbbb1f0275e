package io.carrick.jms.client;

import io.carrick.jms.message.CarrickMessage;
import io.carrick.jms.message.MessageFactory;
import io.carrick.jms.wire.Settlement;
import jakarta.jms.Connection;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;

/**
 * A connection as half messages use it ({@code docs/half-messages.md}): what JMS has no words for. Thread-safe; every
 * thread that sends has a session of its own meanwhile.
 */
public interface HalfMessageConnection {
    /** The node that decisions are sent to. */
    String DECISIONS = "$half";

    /** What the addresses of the nodes begin with that groups are asked over. */
    String CHECKS = "$half-check/";

    /** Answers the broker's questions. */
    interface Member {
        /**
         * Answers a question, on a thread for callbacks; several at a time.
         *
         * @param question the first message of the half id, with the delivery annotations of the protocol
         * @return accepted to commit, rejected to roll back, released if the answer is not known; as well if it throws
         */
        Settlement asked(CarrickMessage question) throws JMSException;

        /** No more questions will come: the broker closed the link, or the connection is lost for good. Must not block. */
        void lost(JMSException cause);
    }

    /** A membership in a group. */
    interface Membership {
        /**
         * Ends it: nothing is asked any more, what is being answered is waited for, for the close time-out. What is
         * answered later is not sent, and what was not answered stays a question.
         * May be called by {@link Member#asked}, whose own question stays one then.
         */
        void leave() throws JMSException;
    }

    /**
     * How a half message is sent.
     *
     * @param id the half id
     * @param checkAfterMillis when the group is asked; null as the broker is configured
     */
    record Terms(
            String group, String id, Long checkAfterMillis, int priority, long timeToLiveMillis, long delayMillis) {}

    /**
     * Uses a connection for half messages.
     *
     * @throws IllegalArgumentException if it is not one of this provider
     */
    static HalfMessageConnection over(Connection connection) throws JMSException {
        if (!(connection instanceof JmsConnection own)) {
            throw new IllegalArgumentException("The connection is not one of this provider: " + connection);
        }
        own.open();
        if (own.getExceptionListener() == null) {
            // Members are told; that nobody else is would be worth a warning.
            own.setExceptionListener(e -> {});
        }
        return new JmsHalfMessageConnection(own);
    }

    /** Makes messages. */
    MessageFactory messages();

    /** Sends a half message, and waits until the broker has stored it. The message keeps no trace of being one. */
    void prepare(Destination to, Message message, Terms terms) throws JMSException;

    /**
     * Sends a decision, and waits until the broker has stored it.
     *
     * @param decision as the protocol calls it
     */
    void decide(String group, String id, String decision) throws JMSException;

    /**
     * Becomes a member of a group.
     *
     * @param limit how many questions there may be at a time
     */
    Membership join(String group, int limit, Member member) throws JMSException;

    /** Closes the connection. */
    void close() throws JMSException;

    /** Makes a message a decision, to be sent to {@link #DECISIONS}. */
    static void makeDecision(Message message, String group, String id, String decision) throws JMSException {
        // What looks like an id of another type in the notation of JMS is a string here.
        message.setJMSCorrelationID(id.startsWith("ID:AMQP_") ? "ID:AMQP_STRING:" + id : id);
        message.setJMSType(decision);
        message.setStringProperty("JMS_CARRICK_HALF_GROUP", group);
    }
}
