package io.carrick.samples.orders;

import io.carrick.jms.CarrickQueue;
import jakarta.jms.Queue;

/** What the cases work on. */
record Demonstration(Shop shop, OrderTable table, Events events) {
    static final Queue WAREHOUSE = new CarrickQueue("sample.java.warehouse");

    /** No such queue: names with a dollar belong to the broker. */
    static final Queue CLOSED = new CarrickQueue("$sample.closed");

    /** Places an order, and waits until something has happened to it. */
    void place(Order order, OrderState state, String event) throws InterruptedException {
        shop.place(WAREHOUSE, order, state, Shop.Pause.NONE);
        events.await(event + " " + order.id());
    }
}
