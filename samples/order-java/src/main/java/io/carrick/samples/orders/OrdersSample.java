package io.carrick.samples.orders;

import io.carrick.jms.CarrickConnectionFactory;
import io.carrick.jms.ConnectionObserver;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Message;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Orders in a database and messages at the broker that agree, by half messages. The cases are those of
 * {@code samples/order-node/README.md}.
 *
 * <p>Usage: {@code java -jar sample-order-java.jar [--uri=URI] [--database=DIRECTORY] [CASE...]}; without a case all but
 * {@code broker-dies} run. A broker with {@code --set half-messages.back-off=2s} makes it quick.
 */
public final class OrdersSample {
    private OrdersSample() {}

    public static void main(String[] args) throws Exception {
        String uri = "amqp://localhost:5672";
        Path database = Path.of("target", "orders");
        List<Case> cases = new ArrayList<>();
        for (String argument : args) {
            if (argument.startsWith("--uri=")) {
                uri = argument.substring("--uri=".length());
            } else if (argument.startsWith("--database=")) {
                database = Path.of(argument.substring("--database=".length()));
            } else {
                cases.add(Case.of(argument));
            }
        }
        if (cases.isEmpty()) {
            cases.addAll(List.of(Case.values()));
            cases.remove(Case.BROKER_DIES);
        }
        run(uri, OrderTable.in(database), cases);
    }

    private static void run(String uri, OrderTable table, List<Case> cases) throws Exception {
        Events events = new Events();
        CarrickConnectionFactory warehouse = new CarrickConnectionFactory("failover:(" + uri + ")");
        // With failover a decision would wait for the broker; without, the broker has to ask, which is to be seen here.
        CarrickConnectionFactory producers = new CarrickConnectionFactory(uri);
        producers.setConnectionObserver(new ConnectionObserver() {
            @Override
            public void failed(JMSException cause) {
                events.add("loss of the connection");
            }
        });
        try (JMSContext context = warehouse.createContext();
                Shop shop = new Shop(producers, table, events)) {
            context.createConsumer(Demonstration.WAREHOUSE).setMessageListener(message -> ship(message, events));
            shop.start();
            Demonstration demonstration = new Demonstration(shop, table, events);
            for (Case shown : cases) {
                System.out.println("== " + shown);
                shown.run(demonstration);
            }
        }
        table.all().forEach(row -> Shop.say("table", row.item() + ", " + row.state()));
    }

    private static void ship(Message message, Events events) {
        try {
            Shop.say("warehouse", "ships the " + message.getBody(String.class));
            events.add("shipped " + message.getStringProperty("order"));
        } catch (JMSException e) {
            throw new JMSRuntimeException(e.getMessage(), e.getErrorCode(), e);
        }
    }
}
