package io.carrick.samples.xa;

import com.arjuna.ats.jta.TransactionManager;
import io.carrick.jms.CarrickConnectionFactory;
import io.carrick.jms.xa.CarrickXaRecovery;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.TextMessage;
import jakarta.jms.XAJMSContext;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import javax.transaction.xa.XAResource;

/**
 * An order moves from a queue into a table, and its confirmation into another queue, in one transaction over the database
 * and the broker. If the process dies in the middle, the next one finishes what it left before it goes on.
 *
 * <p>Usage: {@code java -jar sample-xa-narayana.jar [--uri=URI] [--directory=DIRECTORY] [--halt-between-commits] [ITEM...]}
 * orders the items, and then takes all orders that wait. Try it with
 *
 * <pre>
 *   java -jar sample-xa-narayana.jar --halt-between-commits anchor rope sail
 *   java -jar sample-xa-narayana.jar
 * </pre>
 */
public final class XaSample {
    private final Options options;
    private final CarrickConnectionFactory factory;

    private XaSample(Options options) {
        this.options = options;
        factory = new CarrickConnectionFactory(options.uri());
    }

    public static void main(String[] args) throws Exception {
        new XaSample(Options.of(args)).run();
    }

    private void run() throws Exception {
        try (OrderTable table = OrderTable.in(options.directory());
                CarrickXaRecovery broker = new CarrickXaRecovery(factory);
                Recovery recovery = Recovery.start(options.directory(), table.xaResource(), broker)) {
            // First of all what an earlier run has left: an order in doubt is in nobody's hands.
            recovery.finishWhatIsInDoubt();
            order(options.items());
            takeOrders(table);
            System.out.println("branches in doubt: " + recovery.branchesInDoubt());
            System.out.println("rows: " + String.join(", ", table.items()));
        }
        System.out.println("orders that wait: " + String.join(", ", waiting(OrderDesk.ORDERS)));
        System.out.println("confirmations: " + String.join(", ", waiting(OrderDesk.CONFIRMATIONS)));
    }

    private void order(List<String> items) {
        try (JMSContext context = factory.createContext()) {
            Queue orders = context.createQueue(OrderDesk.ORDERS);
            for (String item : items) {
                context.createProducer().send(orders, item);
                System.out.println("ordered: " + item);
            }
        }
    }

    private void takeOrders(OrderTable table) throws Exception {
        try (XAJMSContext context = factory.createXAContext()) {
            XAResource queues = context.getXAResource();
            if (options.halt()) {
                queues = new HaltingResource(queues);
            }
            OrderDesk desk = new OrderDesk(TransactionManager.transactionManager(), table, context, queues);
            while (desk.takeOrder()) {
                // Until no order waits.
            }
        }
    }

    private List<String> waiting(String queue) throws JMSException {
        List<String> texts = new ArrayList<>();
        try (JMSContext context = factory.createContext();
                QueueBrowser browser = context.createBrowser(context.createQueue(queue))) {
            Enumeration<?> messages = browser.getEnumeration();
            while (messages.hasMoreElements()) {
                texts.add(((TextMessage) messages.nextElement()).getText());
            }
        }
        return texts;
    }
}
