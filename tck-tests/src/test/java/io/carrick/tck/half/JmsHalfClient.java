package io.carrick.tck.half;

import io.carrick.tck.process.BrokerAddress;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.time.Duration;
import java.util.Optional;
import org.apache.qpid.jms.JmsConnectionFactory;

/** Qpid JMS, which uses application properties. */
final class JmsHalfClient implements HalfClient {
    private static final int REJECTED = 2;
    private static final int RELEASED = 3;
    private static final long ASKED_LIMIT_MILLIS = 20_000;

    private final Connection connection;
    private final Session session;

    JmsHalfClient(BrokerAddress broker) {
        try {
            connection = new JmsConnectionFactory(broker.jmsUri() + "?jms.prefetchPolicy.all=0").createConnection();
            session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
            connection.start();
        } catch (JMSException e) {
            throw new AssertionError(e);
        }
    }

    /** Something that JMS does; its failure is told by the condition that the message of the exception names. */
    private interface Call {
        void run() throws JMSException;
    }

    private static String condition(Call call) {
        try {
            call.run();
            return "";
        } catch (JMSException e) {
            String text = String.valueOf(e.getMessage());
            int at = text.indexOf("amqp:");
            return at < 0 ? text : text.substring(at).split("[\\]\\s]")[0];
        }
    }

    private static void must(Call call) {
        try {
            call.run();
        } catch (JMSException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public String prepare(String queue, String group, String id, String text) {
        return condition(() -> {
            TextMessage message = session.createTextMessage(text);
            message.setStringProperty("JMS_CARRICK_HALF_ID", id);
            message.setStringProperty("JMS_CARRICK_HALF_GROUP", group);
            message.setIntProperty("JMS_CARRICK_HALF_CHECK_AFTER", 1);
            send(session, queue, message);
        });
    }

    private static void send(Session in, String queue, Message message) throws JMSException {
        try (MessageProducer producer = in.createProducer(in.createQueue(queue))) {
            producer.send(message);
        }
    }

    private static Message decision(Session in, String group, String id, String decision) throws JMSException {
        Message message = in.createMessage();
        message.setJMSCorrelationID(id);
        message.setJMSType(decision);
        message.setStringProperty("JMS_CARRICK_HALF_GROUP", group);
        return message;
    }

    @Override
    public String resolve(String group, String id, String decision) {
        return condition(() -> send(session, "$half", decision(session, group, id, decision)));
    }

    @Override
    public void resolveInTransaction(String group, String id, String decision, boolean commit) {
        must(() -> {
            try (Session transacted = connection.createSession(true, Session.SESSION_TRANSACTED)) {
                send(transacted, "$half", decision(transacted, group, id, decision));
                if (commit) {
                    transacted.commit();
                } else {
                    transacted.rollback();
                }
            }
        });
    }

    @Override
    public Member member(String group) {
        try {
            Session answering = connection.createSession(false, Session.CLIENT_ACKNOWLEDGE);
            MessageConsumer consumer = answering.createConsumer(answering.createQueue("$half-check/" + group));
            return new JmsMember(consumer);
        } catch (JMSException e) {
            throw new AssertionError(e);
        }
    }

    private static final class JmsMember implements Member {
        private final MessageConsumer consumer;
        private Message question;

        JmsMember(MessageConsumer consumer) {
            this.consumer = consumer;
        }

        @Override
        public String asked() {
            try {
                question = consumer.receive(ASKED_LIMIT_MILLIS);
                if (question == null) {
                    throw new AssertionError("asked nothing");
                }
                return ((TextMessage) question).getText();
            } catch (JMSException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void commit() {
            must(question::acknowledge);
        }

        @Override
        public void rollback() {
            must(() -> {
                question.setIntProperty("JMS_AMQP_ACK_TYPE", REJECTED);
                question.acknowledge();
            });
        }

        @Override
        public void unknown() {
            must(() -> {
                question.setIntProperty("JMS_AMQP_ACK_TYPE", RELEASED);
                question.acknowledge();
            });
        }
    }

    @Override
    public Optional<String> receive(String queue, Duration limit) {
        try (MessageConsumer consumer = session.createConsumer(session.createQueue(queue))) {
            Message message = consumer.receive(limit.toMillis());
            return message == null ? Optional.empty() : Optional.of(((TextMessage) message).getText());
        } catch (JMSException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void kill() {
        close();
    }

    @Override
    public void close() {
        must(connection::close);
    }
}
