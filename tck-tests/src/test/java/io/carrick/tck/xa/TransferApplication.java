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
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.XADataSource;
import javax.transaction.xa.XAResource;

/**
 * An application, as a process of its own that can be killed. Each of its threads takes messages from a queue, writes
 * each into a table of a database, and sends it on to another queue, in one transaction over both. It works until its
 * input ends; the input says where to stop. Arguments: its directory, the broker's URI, the database's port, and which
 * resource comes first in a transaction, {@code database} or {@code broker}.
 */
final class TransferApplication {
    static final String IN = "xa.in";
    static final String OUT = "xa.out";
    static final String DATABASE_FIRST = "database";
    static final String BROKER_FIRST = "broker";

    private static final int THREADS = 4;
    private static final long RECEIVE_MILLIS = 200;
    private static final long RETRY_MILLIS = 20;

    private final jakarta.transaction.TransactionManager manager = TransactionManager.transactionManager();
    private final Breakpoint breakpoint;
    private final CountDownLatch end;
    private final XADataSource database;
    private final boolean databaseFirst;
    private final XASession session;
    private final MessageConsumer consumer;
    private final MessageProducer producer;
    private DerbyConnection connection;

    private TransferApplication(
            XADataSource database, boolean databaseFirst, XASession session, Breakpoint breakpoint, CountDownLatch end)
            throws JMSException {
        this.database = database;
        this.databaseFirst = databaseFirst;
        this.session = session;
        this.breakpoint = breakpoint;
        this.end = end;
        consumer = session.createConsumer(session.createQueue(IN));
        producer = session.createProducer(session.createQueue(OUT));
    }

    /** Runs the application. */
    public static void main(String[] arguments) throws Exception {
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> {
            failure.printStackTrace();
            Runtime.getRuntime().halt(2);
        });
        Narayana.configure(Path.of(arguments[0]));
        CarrickConnectionFactory factory =
                new CarrickConnectionFactory("failover:(" + arguments[1] + ")?jms.connectTimeout=-1");
        XADataSource database = DatabaseProcess.at(Integer.parseInt(arguments[2]));
        Breakpoint breakpoint = new Breakpoint();
        CountDownLatch end = new CountDownLatch(1);
        try (XAConnection broker = factory.createXAConnection()) {
            for (int i = 0; i < THREADS; i++) {
                TransferApplication worker = new TransferApplication(
                        database, arguments[3].equals(DATABASE_FIRST), broker.createXASession(), breakpoint, end);
                Thread thread = new Thread(worker::work, "transfers-" + i);
                thread.setDaemon(true);
                thread.start();
            }
            broker.start();
            obey(breakpoint);
            end.countDown();
        }
    }

    private static void obey(Breakpoint breakpoint) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ");
            if (words[0].equals("STOP")) {
                breakpoint.arm(Breakpoint.Place.valueOf(words[1]), Integer.parseInt(words[2]));
            } else {
                breakpoint.release();
            }
        }
    }

    private void work() {
        try {
            boolean broken = false;
            while (!(broken ? end.await(RETRY_MILLIS, TimeUnit.MILLISECONDS) : end.getCount() == 0)) {
                broken = !transfer();
            }
        } catch (InterruptedException | SystemException | NotSupportedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Moves one message, if there is one; false if something failed. */
    private boolean transfer() throws SystemException, NotSupportedException {
        manager.begin();
        try {
            if (connection == null) {
                connection = new DerbyConnection(database);
            }
            String moved = move();
            if (moved == null) {
                manager.rollback();
            } else {
                manager.commit();
                System.out.println("COMMITTED " + moved);
            }
            return true;
        } catch (RollbackException e) {
            System.out.println("ROLLED BACK " + e.getMessage());
        } catch (HeuristicMixedException | HeuristicRollbackException e) {
            System.out.println("HEURISTIC " + e);
        } catch (JMSException | SQLException e) {
            System.out.println("FAILED " + e.getMessage());
            manager.rollback();
        }
        leaveDatabase();
        return false;
    }

    private void leaveDatabase() {
        if (connection != null) {
            connection.close();
            connection = null;
        }
    }

    /** What was moved; null if there is nothing to move. */
    private String move() throws SystemException, RollbackException, JMSException, SQLException {
        Transaction transaction = manager.getTransaction();
        XAResource table = connection.resource();
        XAResource queues = session.getXAResource();
        XAResource first = stopping(databaseFirst ? table : queues, StoppingResource.Rank.FIRST);
        XAResource second = stopping(databaseFirst ? queues : table, StoppingResource.Rank.SECOND);
        if (!transaction.enlistResource(first) || !transaction.enlistResource(second)) {
            throw new SQLException("a resource cannot take part");
        }
        Message message = consumer.receive(RECEIVE_MILLIS);
        String text = null;
        if (message != null) {
            text = ((TextMessage) message).getText();
            Connection sql = connection.sql();
            try (PreparedStatement insert = sql.prepareStatement("insert into moved values (?)")) {
                insert.setInt(1, Integer.parseInt(text));
                insert.executeUpdate();
            }
            producer.send(session.createTextMessage(text));
        }
        transaction.delistResource(second, XAResource.TMSUCCESS);
        transaction.delistResource(first, XAResource.TMSUCCESS);
        return text;
    }

    private StoppingResource stopping(XAResource resource, StoppingResource.Rank rank) {
        return new StoppingResource(resource, breakpoint, rank);
    }
}
