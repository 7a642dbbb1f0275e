package io.carrick.tck.xa;

import com.arjuna.ats.jta.TransactionManager;
import io.carrick.jms.CarrickConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.TextMessage;
import jakarta.jms.XAConnection;
import jakarta.jms.XASession;
import jakarta.transaction.HeuristicMixedException;
import jakarta.transaction.HeuristicRollbackException;
import jakarta.transaction.NotSupportedException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.SystemException;
import jakarta.transaction.Transaction;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import javax.sql.XADataSource;
import javax.transaction.xa.XAResource;

/**
 * An application, as a process of its own that can be killed: takes messages from a queue, writes each into a table of a
 * database, and sends it on to another queue, in one transaction over both. Arguments: its directory, the broker's URI,
 * how many transactions, and, if it is to stop somewhere, the point and the number of the transaction.
 */
final class TransferApplication {
    static final String IN = "xa.in";
    static final String OUT = "xa.out";

    private static final long RECEIVE_MILLIS = 1000;

    private final jakarta.transaction.TransactionManager manager = TransactionManager.transactionManager();
    private final Breakpoint breakpoint;
    private final XADataSource database;
    private final XASession session;
    private final MessageConsumer consumer;
    private final MessageProducer producer;

    private TransferApplication(Path directory, XAConnection broker, Breakpoint breakpoint) throws JMSException {
        this.breakpoint = breakpoint;
        database = Databases.at(directory);
        session = broker.createXASession();
        consumer = session.createConsumer(session.createQueue(IN));
        producer = session.createProducer(session.createQueue(OUT));
        broker.start();
    }

    /** Runs the application. */
    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        Narayana.configure(directory);
        Databases.prepare(directory);
        Breakpoint breakpoint = arguments.length > 3
                ? new Breakpoint(Breakpoint.Place.valueOf(arguments[3]), Integer.parseInt(arguments[4]))
                : Breakpoint.NONE;
        CarrickConnectionFactory factory = new CarrickConnectionFactory("failover:(" + arguments[1] + ")");
        try (XAConnection broker = factory.createXAConnection()) {
            TransferApplication application = new TransferApplication(directory, broker, breakpoint);
            System.out.println("READY");
            for (int left = Integer.parseInt(arguments[2]); left > 0; left--) {
                application.transfer();
            }
        }
        System.out.println("DONE");
    }

    private void transfer() throws SystemException, NotSupportedException, SQLException {
        manager.begin();
        javax.sql.XAConnection connection = database.getXAConnection();
        try {
            if (move(connection)) {
                manager.commit();
                System.out.println("COMMITTED");
            } else {
                manager.rollback();
            }
        } catch (RollbackException e) {
            System.out.println("ROLLED BACK " + e.getMessage());
        } catch (HeuristicMixedException | HeuristicRollbackException e) {
            System.out.println("HEURISTIC " + e);
        } catch (JMSException | SQLException e) {
            System.out.println("FAILED " + e.getMessage());
            manager.rollback();
        } finally {
            connection.close();
        }
    }

    /** False if there is nothing to move. */
    private boolean move(javax.sql.XAConnection connection)
            throws SystemException, RollbackException, JMSException, SQLException {
        Transaction transaction = manager.getTransaction();
        XAResource table = new StoppingResource(connection.getXAResource(), breakpoint, StoppingResource.Rank.FIRST);
        XAResource queues = new StoppingResource(session.getXAResource(), breakpoint, StoppingResource.Rank.SECOND);
        transaction.enlistResource(table);
        transaction.enlistResource(queues);
        Message message = consumer.receive(RECEIVE_MILLIS);
        if (message != null) {
            String text = ((TextMessage) message).getText();
            Connection sql = connection.getConnection();
            try (PreparedStatement insert = sql.prepareStatement("insert into moved values (?)")) {
                insert.setInt(1, Integer.parseInt(text));
                insert.executeUpdate();
            }
            producer.send(session.createTextMessage(text));
        }
        transaction.delistResource(queues, XAResource.TMSUCCESS);
        transaction.delistResource(table, XAResource.TMSUCCESS);
        return message != null;
    }
}
