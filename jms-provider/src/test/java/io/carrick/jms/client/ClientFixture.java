package io.carrick.jms.client;

import io.carrick.jms.ConnectionObserver;
import io.carrick.jms.MessageObserver;
import io.carrick.jms.wire.Credentials;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A broker, a connection to it, and time and threads in the hands of a test. */
class ClientFixture {
    static final String QUEUE = "orders";

    final FakeBroker broker = new FakeBroker();
    MessageObserver observer = MessageObserver.NONE;
    final ManualTimer timer = new ManualTimer();
    final ManualThreads threads = new ManualThreads();
    final List<String> heard = Collections.synchronizedList(new ArrayList<>());

    JmsConnections connections(ClientSettings settings) {
        return new JmsConnections(broker, settings, new ConnectionObserver() {}, observer, timer, threads);
    }

    JmsConnection connect() throws JMSException {
        return connect(ClientSettings.DEFAULT);
    }

    JmsConnection connect(ClientSettings settings) throws JMSException {
        return (JmsConnection) connections(settings).createConnection(new Credentials("ada", "secret"));
    }

    JmsConnection started() throws JMSException {
        JmsConnection connection = connect();
        connection.start();
        return connection;
    }

    /** Puts messages into the queue: texts. */
    void put(String... texts) throws JMSException {
        JmsConnection connection = (JmsConnection) new JmsConnections(
                        broker, ClientSettings.DEFAULT, new ConnectionObserver() {}, observer, timer, threads)
                .createConnection(Credentials.NONE);
        Session session = connection.createSession();
        for (String text : texts) {
            session.createProducer(session.createQueue(QUEUE)).send(session.createTextMessage(text));
        }
    }

    /** What a message says: its text, and how often it was delivered if more than once. */
    static String say(Message message) throws JMSException {
        if (message == null) {
            return null;
        }
        int count = message.getIntProperty("JMSXDeliveryCount");
        if (message.getJMSRedelivered() != count > 1) {
            return "redelivered is " + message.getJMSRedelivered() + " at delivery " + count;
        }
        return ((TextMessage) message).getText() + (count > 1 ? "#" + count : "");
    }

    void hear(Message message) {
        try {
            heard.add(say(message));
        } catch (JMSException e) {
            heard.add(e.toString());
        }
    }

    int unsettled() {
        return broker.receivers.stream()
                .mapToInt(receiver -> receiver.unsettled.size())
                .sum();
    }
}
