package io.carrick.tck.half;

import io.carrick.jms.CarrickConnectionFactory;
import io.carrick.jms.CarrickQueue;
import io.carrick.jms.half.HalfMessage;
import io.carrick.jms.half.HalfMessageCheck;
import io.carrick.jms.half.HalfMessageOptions;
import io.carrick.jms.half.HalfMessageProducer;
import io.carrick.jms.half.HalfMessageResult;
import io.carrick.jms.half.HalfMessageStateException;
import io.carrick.jms.half.LocalTransactionListener;
import io.carrick.jms.half.LocalTransactionState;
import jakarta.jms.JMSException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A producer of half messages on the JMS provider, as a process of its own that works until it is killed; it answers for
 * its group, too. Arguments: the broker's URI, the directory of the table, the number of this life, the group and the
 * queue.
 */
final class HalfProducerApplication implements LocalTransactionListener {
    static final String STORED = "STORED ";
    static final String CONTRADICTED = "CONTRADICTED ";

    private static final int THREADS = 4;

    private final OrderTable table;
    private final OrderTable.Writer orders;

    private HalfProducerApplication(OrderTable table, OrderTable.Writer orders) {
        this.table = table;
        this.orders = orders;
    }

    /** Runs the producer. */
    public static void main(String[] arguments) throws Exception {
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> {
            failure.printStackTrace();
            Runtime.getRuntime().halt(2);
        });
        OrderTable table = new OrderTable(Path.of(arguments[1]));
        int life = Integer.parseInt(arguments[2]);
        CarrickConnectionFactory factory =
                new CarrickConnectionFactory("failover:(" + arguments[0] + ")?jms.connectTimeout=-1");
        HalfMessageProducer producer =
                new HalfMessageProducer(factory, arguments[3], new HalfProducerApplication(table, table.begin(life)));
        producer.start();
        AtomicInteger numbers = new AtomicInteger();
        CarrickQueue queue = new CarrickQueue(arguments[4]);
        for (int i = 0; i < THREADS; i++) {
            new Thread(() -> work(producer, queue, life, numbers), "orders-" + i).start();
        }
    }

    private static void work(HalfMessageProducer producer, CarrickQueue queue, int life, AtomicInteger numbers) {
        HalfMessageOptions options = HalfMessageOptions.DEFAULT.withCheckAfter(HalfMessageKillIT.CHECK_AFTER);
        while (true) {
            HalfKey key = new HalfKey(life, numbers.incrementAndGet());
            try {
                HalfMessageResult result =
                        producer.send(key.text(), queue, producer.createTextMessage(key.text()), key, options);
                if (result.failure() instanceof HalfMessageStateException contradicted) {
                    System.out.println(CONTRADICTED + key.text() + " " + contradicted.getMessage());
                }
            } catch (JMSException e) {
                System.out.println("NOT STORED " + key.text() + " " + e);
            }
        }
    }

    @Override
    public LocalTransactionState execute(HalfMessage half, Object argument) {
        HalfKey key = (HalfKey) argument;
        HalfKey.Fate fate = key.fate();
        System.out.println(STORED + key.text());
        if (fate != HalfKey.Fate.HELD) {
            orders.end(key, fate.commits());
        }
        if (fate.needsCheckBack()) {
            return LocalTransactionState.UNKNOWN;
        }
        return fate.commits() ? LocalTransactionState.COMMIT : LocalTransactionState.ROLLBACK;
    }

    @Override
    public LocalTransactionState check(HalfMessageCheck check) {
        return switch (table.outcome(HalfKey.parse(check.id()))) {
            case COMMITTED -> LocalTransactionState.COMMIT;
            case ROLLED_BACK -> LocalTransactionState.ROLLBACK;
            case OPEN -> LocalTransactionState.UNKNOWN;
        };
    }
}
