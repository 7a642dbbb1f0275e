package io.carrick.samples.jms;

import io.carrick.jms.CarrickConnectionFactory;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.TemporaryQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A shop and a warehouse on one queue: orders are placed in one transaction, a listener takes them, one of them fails
 * at first and is delivered again, and the last one asks for an answer.
 *
 * <p>Usage: {@code java -jar sample-plain-jms.jar [URI]}, with a broker at amqp://localhost:5672 by default.
 */
public final class OrdersSample {
    private static final long PATIENCE_SECONDS = 20;

    private final Queue orders;
    private final CountDownLatch shipped = new CountDownLatch(3);

    private OrdersSample(JMSContext context) {
        orders = context.createQueue("sample.orders");
    }

    public static void main(String[] args) throws Exception {
        String uri = args.length > 0 ? args[0] : "failover:(amqp://localhost:5672)";
        ConnectionFactory factory = new CarrickConnectionFactory(uri);
        try (JMSContext shop = factory.createContext(JMSContext.SESSION_TRANSACTED);
                JMSContext warehouse = shop.createContext(JMSContext.SESSION_TRANSACTED)) {
            OrdersSample sample = new OrdersSample(shop);
            JMSConsumer consumer = warehouse.createConsumer(sample.orders);
            consumer.setMessageListener(order -> sample.ship(warehouse, order));
            sample.place(shop);
            if (!sample.shipped.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("Not all orders were shipped within " + PATIENCE_SECONDS + " s");
            }
        }
    }

    private void place(JMSContext shop) throws JMSException {
        TemporaryQueue answers = shop.createTemporaryQueue();
        for (int number = 1; number <= 3; number++) {
            MapMessage order = shop.createMapMessage();
            order.setInt("number", number);
            order.setString("item", "anchor");
            order.setJMSReplyTo(answers);
            shop.createProducer().setProperty("region", "north").send(orders, order);
        }
        shop.commit();
        System.out.println("placed 3 orders in one transaction");

        try (JMSConsumer consumer = shop.createConsumer(answers)) {
            for (int number = 1; number <= 3; number++) {
                System.out.println("answer: " + consumer.receiveBody(String.class, PATIENCE_SECONDS * 1000));
            }
        }
        shop.commit();
    }

    private void ship(JMSContext warehouse, Message order) {
        try {
            int number = order.getBody(java.util.Map.class).get("number") instanceof Integer given ? given : -1;
            if (number == 2 && !order.getJMSRedelivered()) {
                System.out.println("order 2 fails, and is delivered again");
                warehouse.rollback();
                return;
            }
            warehouse.createProducer().send(order.getJMSReplyTo(), "order " + number + " is on its way");
            warehouse.commit();
            shipped.countDown();
        } catch (JMSException e) {
            throw new IllegalStateException("Could not read an order", e);
        }
    }
}
