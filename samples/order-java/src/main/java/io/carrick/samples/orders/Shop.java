package io.carrick.samples.orders;

import io.carrick.jms.CarrickConnectionFactory;
import io.carrick.jms.half.HalfMessage;
import io.carrick.jms.half.HalfMessageCheck;
import io.carrick.jms.half.HalfMessageOptions;
import io.carrick.jms.half.HalfMessageProducer;
import io.carrick.jms.half.HalfMessageResult;
import io.carrick.jms.half.LocalTransactionListener;
import io.carrick.jms.half.LocalTransactionState;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.jms.TextMessage;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Places orders: a row in the table and a message to the warehouse, and one if and only if there is the other. What is to
 * happen to the message follows from the row, and from nothing else, so that any member of the group can answer for it.
 */
final class Shop implements LocalTransactionListener, AutoCloseable {
    private static final String GROUP = "sample-java-shop";
    private static final HalfMessageOptions OPTIONS = HalfMessageOptions.DEFAULT.withCheckAfter(Duration.ofMillis(500));

    /** Longer than any local transaction takes: an order that is not in the table by then will never be. */
    private static final Duration TRANSACTION_LIMIT = Duration.ofSeconds(10);

    private final OrderTable table;
    private final Events events;
    private final HalfMessageProducer producer;

    Shop(CarrickConnectionFactory factory, OrderTable table, Events events) {
        this.table = table;
        this.events = events;
        producer = new HalfMessageProducer(factory, GROUP, this);
    }

    /** An order with what is known of it when it is placed, and a pause before the broker is told. */
    private record Placement(Order order, OrderState state, Pause beforeDecision) {}

    /** For the demonstration: between the local transaction and the decision. */
    interface Pause {
        Pause NONE = () -> {};

        void run() throws InterruptedException;
    }

    void start() throws JMSException {
        producer.start();
    }

    /** Half message, local transaction, decision. */
    void place(Queue warehouse, Order order, OrderState state, Pause beforeDecision) {
        HalfMessageResult result;
        try {
            TextMessage message = producer.createTextMessage(order.item());
            message.setStringProperty("order", order.id());
            result =
                    producer.send(order.id(), warehouse, message, new Placement(order, state, beforeDecision), OPTIONS);
        } catch (JMSException e) {
            say(order.item(), "the half message is not stored (" + e.getMessage() + "): no order is placed");
            return;
        }
        if (result.local() == LocalTransactionState.UNKNOWN && result.failure() != null) {
            say(
                    order.item(),
                    "it is not known what became of the order ("
                            + result.failure().getMessage() + "): the broker will ask");
        } else if (result.isDecided()) {
            say(order.item(), "the broker is told: " + text(result.local()));
        } else if (result.local() != LocalTransactionState.UNKNOWN) {
            say(order.item(), "the broker cannot be told, and will ask");
        }
    }

    /** Called when the half message is stored. */
    @Override
    public LocalTransactionState execute(HalfMessage half, Object argument) throws SQLException, InterruptedException {
        Placement placement = (Placement) argument;
        String item = placement.order().item();
        say(item, "the half message is stored");
        try {
            table.place(placement.order(), placement.state());
        } catch (OrderTable.RefusedException e) {
            say(item, "the database refuses the order");
            return LocalTransactionState.ROLLBACK;
        }
        say(item, "the order is in the table: " + placement.state());
        placement.beforeDecision().run();
        return placement.state().outcome();
    }

    /** Called when the broker asks. */
    @Override
    public LocalTransactionState check(HalfMessageCheck check) throws SQLException {
        Optional<OrderTable.Row> row = table.find(check.id());
        LocalTransactionState answer = row.map(found -> found.state().outcome()).orElseGet(() -> ofMissing(check));
        say(
                row.map(OrderTable.Row::item).orElse(check.id()),
                "asked by the broker: the order is "
                        + row.map(found -> found.state().toString()).orElse("missing") + ", " + text(answer));
        events.add(text(answer) + " " + check.id());
        return answer;
    }

    private static LocalTransactionState ofMissing(HalfMessageCheck check) {
        return check.born().plus(TRANSACTION_LIMIT).isBefore(Instant.now())
                ? LocalTransactionState.ROLLBACK
                : LocalTransactionState.UNKNOWN;
    }

    private static String text(LocalTransactionState state) {
        return switch (state) {
            case COMMIT -> "commit";
            case ROLLBACK -> "rollback";
            case UNKNOWN -> "unknown";
        };
    }

    static void say(String item, String text) {
        System.out.println(item + ": " + text);
    }

    @Override
    public void close() {
        producer.close();
    }
}
