package io.carrick.tck.jms;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.QueueConnection;
import jakarta.jms.QueueConnectionFactory;
import jakarta.jms.QueueSession;
import jakarta.jms.ServerSessionPool;
import jakarta.jms.Session;
import jakarta.jms.TopicConnectionFactory;
import jakarta.jms.TopicSession;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.api.SoftAssertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Methods that an interface of a domain inherits and that must not be used there. */
@Specification("9.2")
class Section9MethodInheritanceIT extends JmsSpecification {
    private static final ServerSessionPool NO_POOL = () -> {
        throw new JMSException("no session is wanted");
    };

    private static void assertIllegal(Map<String, ThrowingCallable> calls) {
        SoftAssertions all = new SoftAssertions();
        calls.forEach((name, call) -> all.assertThatThrownBy(call).as(name).isInstanceOf(IllegalStateException.class));
        all.assertAll();
    }

    private QueueConnection queueConnection() throws JMSException {
        return closing(((QueueConnectionFactory) factory).createQueueConnection());
    }

    @Test
    @Specification("9.2")
    void shouldRefuseTopicMethodsOfAQueueSession() throws JMSException {
        QueueSession queues = queueConnection().createQueueSession(false, Session.AUTO_ACKNOWLEDGE);
        Map<String, ThrowingCallable> calls = new TreeMap<>();
        calls.put("createDurableSubscriber", () -> queues.createDurableSubscriber(topic, "s"));
        calls.put("createDurableSubscriber selector", () -> queues.createDurableSubscriber(topic, "s", null, false));
        calls.put("createDurableConsumer", () -> queues.createDurableConsumer(topic, "s"));
        calls.put("createDurableConsumer selector", () -> queues.createDurableConsumer(topic, "s", null, false));
        calls.put("createSharedConsumer", () -> queues.createSharedConsumer(topic, "s"));
        calls.put("createSharedConsumer selector", () -> queues.createSharedConsumer(topic, "s", null));
        calls.put("createSharedDurableConsumer", () -> queues.createSharedDurableConsumer(topic, "s"));
        calls.put("createSharedDurableConsumer selector", () -> queues.createSharedDurableConsumer(topic, "s", null));
        calls.put("createTemporaryTopic", queues::createTemporaryTopic);
        calls.put("createTopic", () -> queues.createTopic("t"));
        calls.put("unsubscribe", () -> queues.unsubscribe("s"));

        assertIllegal(calls);
    }

    @Test
    @Specification("9.2")
    void shouldRefuseQueueMethodsOfATopicSession() throws JMSException {
        TopicSession topics = closing(((TopicConnectionFactory) factory).createTopicConnection())
                .createTopicSession(false, Session.AUTO_ACKNOWLEDGE);
        Map<String, ThrowingCallable> calls = new TreeMap<>();
        calls.put("createBrowser", () -> topics.createBrowser(queue));
        calls.put("createBrowser selector", () -> topics.createBrowser(queue, "x = 1"));
        calls.put("createQueue", () -> topics.createQueue("q"));
        calls.put("createTemporaryQueue", topics::createTemporaryQueue);

        assertIllegal(calls);
    }

    @Test
    @Specification("9.2")
    @KnownDifference(
            provider = JmsProvider.QPID,
            is = "creates shared and durable connection consumers for a QueueConnection")
    void shouldRefuseSubscriptionConsumersOfAQueueConnection() throws JMSException {
        QueueConnection queues = queueConnection();
        Map<String, ThrowingCallable> calls = new TreeMap<>();
        calls.put(
                "createSharedConnectionConsumer",
                () -> queues.createSharedConnectionConsumer(topic, "s", null, NO_POOL, 1));
        calls.put(
                "createDurableConnectionConsumer",
                () -> queues.createDurableConnectionConsumer(topic, "s", null, NO_POOL, 1));
        calls.put(
                "createSharedDurableConnectionConsumer",
                () -> queues.createSharedDurableConnectionConsumer(topic, "s", null, NO_POOL, 1));

        assertIllegal(calls);
    }

    @Test
    @Specification("10.3")
    void shouldRefuseTransactionMethodsOfASessionWithoutTransactions() {
        assertThatThrownBy(session::commit).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(session::rollback).isInstanceOf(IllegalStateException.class);
    }

    @Test
    @Specification("Session.recover")
    void shouldRefuseToRecoverATransactedSession() throws JMSException {
        Session transacted = connection.createSession(Session.SESSION_TRANSACTED);

        assertThatThrownBy(transacted::recover).isInstanceOf(IllegalStateException.class);
    }
}
