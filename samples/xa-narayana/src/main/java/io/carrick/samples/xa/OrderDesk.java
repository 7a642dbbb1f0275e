package io.carrick.samples.xa;

import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Queue;
import jakarta.jms.TextMessage;
import jakarta.jms.XAJMSContext;
import jakarta.transaction.HeuristicMixedException;
import jakarta.transaction.HeuristicRollbackException;
import jakarta.transaction.NotSupportedException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.SystemException;
import jakarta.transaction.TransactionManager;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.XAConnection;
import javax.transaction.xa.XAResource;

/** Takes orders, each in one transaction over two resources. */
final class OrderDesk {
    static final String ORDERS = "sample.xa.orders";
    static final String CONFIRMATIONS = "sample.xa.confirmations";

    private static final long PATIENCE_MILLIS = 1000;

    private final TransactionManager manager;
    private final OrderTable table;
    private final XAJMSContext context;
    private final XAResource queues;
    private final JMSConsumer orders;
    private final Queue confirmations;

    /** @param queues the resource of the context */
    OrderDesk(TransactionManager manager, OrderTable table, XAJMSContext context, XAResource queues) {
        this.manager = manager;
        this.table = table;
        this.context = context;
        this.queues = new NamedResource(NamedResource.BROKER, queues);
        orders = context.createConsumer(context.createQueue(ORDERS));
        confirmations = context.createQueue(CONFIRMATIONS);
    }

    /**
     * Takes the next order; false if none comes. Whatever is thrown, nothing is half done: the order is in the queue and
     * nothing else is anywhere, or, if the commit was under way, recovery brings it to the end that the log says.
     */
    boolean takeOrder()
            throws SystemException, NotSupportedException, RollbackException, HeuristicMixedException,
                    HeuristicRollbackException, SQLException, JMSException {
        XAConnection database = table.open();
        try {
            manager.begin();
            String item;
            try {
                item = move(database);
            } catch (SystemException | RollbackException | SQLException | JMSException | JMSRuntimeException e) {
                manager.rollback();
                throw e;
            }
            if (item == null) {
                manager.rollback();
                return false;
            }
            manager.commit();
            System.out.println("took the order and confirmed it: " + item);
            return true;
        } finally {
            database.close();
        }
    }

    private String move(XAConnection database) throws SystemException, RollbackException, SQLException, JMSException {
        manager.getTransaction().enlistResource(new NamedResource(NamedResource.DATABASE, database.getXAResource()));
        manager.getTransaction().enlistResource(queues);
        TextMessage order = (TextMessage) orders.receive(PATIENCE_MILLIS);
        if (order == null) {
            return null;
        }
        try (Connection sql = database.getConnection()) {
            OrderTable.insert(sql, order.getJMSMessageID(), order.getText());
        }
        context.createProducer().send(confirmations, order.getText());
        return order.getText();
    }
}
