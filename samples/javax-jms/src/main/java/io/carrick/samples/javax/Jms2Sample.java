package io.carrick.samples.javax;

import java.util.Hashtable;
import javax.jms.Connection;
import javax.jms.ConnectionFactory;
import javax.jms.JMSContext;
import javax.jms.JMSException;
import javax.jms.MessageConsumer;
import javax.jms.Queue;
import javax.jms.Session;
import javax.jms.TextMessage;
import javax.naming.Context;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/**
 * An application of JMS 2.0, which knows {@code javax.jms} and JNDI only: the provider is named by the configuration.
 * It sends with the classic API and receives with the simplified one.
 *
 * <p>Usage: {@code java -jar sample-javax-jms.jar [URI]}, with a broker at amqp://localhost:5672 by default.
 */
public final class Jms2Sample {
    private static final long PATIENCE_MILLIS = 20_000;

    private Jms2Sample() {}

    @SuppressWarnings("BanJNDI") // The names and what they stand for are those put into the configuration here.
    public static void main(String[] args) throws JMSException, NamingException {
        Hashtable<String, String> configuration = new Hashtable<>();
        configuration.put(Context.INITIAL_CONTEXT_FACTORY, "io.carrick.jms.jndi.CarrickInitialContextFactory");
        configuration.put("connectionfactory.broker", args.length > 0 ? args[0] : "amqp://localhost:5672");
        configuration.put("queue.orders", "sample.javax.orders");
        Context jndi = new InitialContext(configuration);
        ConnectionFactory factory = (ConnectionFactory) jndi.lookup("broker");
        Queue orders = (Queue) jndi.lookup("orders");
        send(factory, orders);
        receive(factory, orders);
    }

    private static void send(ConnectionFactory factory, Queue orders) throws JMSException {
        try (Connection connection = factory.createConnection();
                Session session = connection.createSession(true, Session.SESSION_TRANSACTED)) {
            TextMessage order = session.createTextMessage("an anchor");
            order.setStringProperty("region", "north");
            session.createProducer(orders).send(order);
            session.commit();
            receiveClassic(connection, orders);
        }
    }

    private static void receiveClassic(Connection connection, Queue orders) throws JMSException {
        connection.start();
        try (Session session = connection.createSession(false, Session.CLIENT_ACKNOWLEDGE);
                MessageConsumer consumer = session.createConsumer(orders, "region = 'north'")) {
            TextMessage order = (TextMessage) consumer.receive(PATIENCE_MILLIS);
            System.out.println("looked at: " + order.getText());
            // Not acknowledged: it is there for the next consumer.
        }
    }

    private static void receive(ConnectionFactory factory, Queue orders) throws JMSException {
        try (JMSContext context = factory.createContext()) {
            TextMessage order = (TextMessage) context.createConsumer(orders).receive(PATIENCE_MILLIS);
            System.out.println(
                    "received: " + order.getText() + ", delivery " + order.getIntProperty("JMSXDeliveryCount"));
        }
    }
}
