package io.carrick.tck.provider;

import io.carrick.tck.crash.History;
import io.carrick.tck.crash.MessageKey;
import io.carrick.tck.crash.Workers;
import jakarta.jms.CompletionListener;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TransactionRolledBackException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Four senders and four receivers on one connection and one queue, in one acknowledge mode; half of the senders are
 * asynchronous, half of the receivers are listeners. They know nothing of failures: with a failover URI there are none,
 * except that a commit may say that the transaction was rolled back.
 */
final class ModeLoad implements AutoCloseable {
    private static final int BATCH = 5;
    private static final int ASYNCHRONOUS_MAX = 100;
    private static final long RECEIVE_MILLIS = 200;
    private static final long ASYNCHRONOUS_LIMIT_SECONDS = 60;

    private final SessionMode mode;
    private final String queue;
    private final Connection connection;
    private final History history = new History();
    private final Calls calls;
    private final Workers producers = new Workers();
    private final Workers consumers = new Workers();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final List<Session> listening = new ArrayList<>();
    private final AtomicLong rolledBack = new AtomicLong();

    /** @param factory with a failover URI */
    ModeLoad(SessionMode mode, ConnectionFactory factory, Calls calls) throws JMSException {
        this.mode = mode;
        this.queue = "fault." + mode;
        this.calls = calls;
        connection = factory.createConnection();
        connection.setExceptionListener(failures::add);
        connection.start();
    }

    SessionMode mode() {
        return mode;
    }

    History history() {
        return history;
    }

    /** Commits that said that the transaction was rolled back. */
    long rolledBack() {
        return rolledBack.get();
    }

    void start() throws JMSException {
        listen("first listener");
        listen("second listener");
        consumers.start(mode + "-receiver-1", receiver("first receiver"));
        consumers.start(mode + "-receiver-2", receiver("second receiver"));
        if (mode == SessionMode.TRANSACTED) {
            producers.start(mode + "-sender-1", transacted(1, false, Integer.MAX_VALUE));
            producers.start(mode + "-sender-2", transacted(2, false, 3));
            producers.start(mode + "-sender-3", transacted(3, true, Integer.MAX_VALUE));
            producers.start(mode + "-sender-4", transacted(4, true, 3));
        } else {
            producers.start(mode + "-sender-1", synchronous(1));
            producers.start(mode + "-sender-2", synchronous(2));
            producers.start(mode + "-sender-3", asynchronous(3));
            producers.start(mode + "-sender-4", asynchronous(4));
        }
    }

    void stopSending() throws InterruptedException {
        producers.stop();
    }

    void stopReceiving() throws InterruptedException {
        consumers.stop();
    }

    /** Whether nothing is to be waited for any more: all has come, or something is broken anyway. */
    boolean isDone() {
        return mode.mayLose() || history.missing().isEmpty() || !failures().isEmpty();
    }

    List<Throwable> failures() {
        List<Throwable> all = new ArrayList<>(producers.failures());
        all.addAll(consumers.failures());
        all.addAll(failures);
        return all;
    }

    @Override
    public void close() throws JMSException {
        calls.timed("close", connection::close);
    }

    private Session session() throws JMSException {
        return calls.timed("createSession", () -> connection.createSession(mode.number));
    }

    // ---- Senders ----

    private Workers.Turn synchronous(int number) {
        AtomicLong sequence = new AtomicLong();
        return () -> {
            Session session = session();
            MessageProducer producer = session.createProducer(session.createQueue(queue));
            while (!producers.stopped()) {
                MessageKey key = new MessageKey(number, sequence.incrementAndGet());
                Message message = session.createTextMessage(key.text());
                history.sendInvoked(key);
                calls.timed("send", () -> producer.send(message));
                history.sendAcknowledged(key);
            }
            calls.timed("close of a session", session::close);
        };
    }

    private Workers.Turn asynchronous(int number) {
        AtomicLong sequence = new AtomicLong();
        Semaphore open = new Semaphore(ASYNCHRONOUS_MAX);
        return () -> {
            Session session = session();
            MessageProducer producer = session.createProducer(session.createQueue(queue));
            while (!producers.stopped()) {
                acquire(open, 1);
                MessageKey key = new MessageKey(number, sequence.incrementAndGet());
                Message message = session.createTextMessage(key.text());
                history.sendInvoked(key);
                calls.timed("asynchronous send", () -> producer.send(message, acknowledging(key, open)));
            }
            acquire(open, ASYNCHRONOUS_MAX);
            calls.timed("close of a session", session::close);
        };
    }

    private static void acquire(Semaphore open, int permits) throws InterruptedException {
        if (!open.tryAcquire(permits, ASYNCHRONOUS_LIMIT_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("asynchronous sends hang: " + open.availablePermits() + " are complete");
        }
    }

    private CompletionListener acknowledging(MessageKey key, Semaphore open) {
        return new CompletionListener() {
            @Override
            public void onCompletion(Message message) {
                history.sendAcknowledged(key);
                open.release();
            }

            @Override
            public void onException(Message message, Exception cause) {
                failures.add(new AssertionError("asynchronous send of " + key, cause));
                open.release();
            }
        };
    }

    /** @param rollbackEvery of how many transactions the last is rolled back */
    private Workers.Turn transacted(int number, boolean asynchronous, int rollbackEvery) {
        AtomicLong sequence = new AtomicLong();
        return () -> {
            Session session = session();
            MessageProducer producer = session.createProducer(session.createQueue(queue));
            for (int transaction = 1; !producers.stopped(); transaction++) {
                List<MessageKey> batch = new ArrayList<>();
                for (int i = 0; i < BATCH; i++) {
                    MessageKey key = new MessageKey(number, sequence.incrementAndGet());
                    batch.add(key);
                    history.sendInvoked(key);
                    send(producer, session.createTextMessage(key.text()), asynchronous);
                }
                if (transaction % rollbackEvery == 0) {
                    batch.forEach(history::sendRefused);
                    calls.timed("rollback", session::rollback);
                } else {
                    batch.forEach(commit(session) ? history::sendAcknowledged : history::sendRefused);
                }
            }
            calls.timed("close of a session", session::close);
        };
    }

    private void send(MessageProducer producer, Message message, boolean asynchronous) throws JMSException {
        if (asynchronous) {
            calls.timed("transacted asynchronous send", () -> producer.send(message, IGNORING));
        } else {
            calls.timed("transacted send", () -> producer.send(message));
        }
    }

    /** What becomes of the message is told by the commit. */
    private static final CompletionListener IGNORING = new CompletionListener() {
        @Override
        public void onCompletion(Message message) {}

        @Override
        public void onException(Message message, Exception cause) {}
    };

    private boolean commit(Session session) throws JMSException {
        try {
            calls.timed("commit", session::commit);
            return true;
        } catch (TransactionRolledBackException e) {
            rolledBack.incrementAndGet();
            return false;
        }
    }

    // ---- Receivers ----

    private Workers.Turn receiver(String name) {
        return () -> {
            Session session = session();
            MessageConsumer consumer = session.createConsumer(session.createQueue(queue));
            List<MessageKey> batch = new ArrayList<>();
            Message last = null;
            while (!consumers.stopped()) {
                Message message = calls.timed("receive", () -> consumer.receive(RECEIVE_MILLIS));
                if (message != null) {
                    last = message;
                    batch.add(delivered(name, message));
                }
                if (last != null && (message == null || batch.size() == BATCH || mode == SessionMode.INDIVIDUAL)) {
                    acknowledge(session, last, batch);
                    batch.clear();
                    last = null;
                }
            }
            if (last != null) {
                acknowledge(session, last, batch);
            }
            calls.timed("close of a consumer", consumer::close);
            calls.timed("close of a session", session::close);
        };
    }

    private void listen(String name) throws JMSException {
        Session session = session();
        listening.add(session);
        session.createConsumer(session.createQueue(queue)).setMessageListener(message -> {
            try {
                acknowledge(session, message, List.of(delivered(name, message)));
            } catch (JMSException | RuntimeException e) {
                failures.add(e);
            }
        });
    }

    private MessageKey delivered(String name, Message message) throws JMSException {
        MessageKey key = MessageKey.parse(message.getBody(String.class));
        history.delivered(name, key, message.getJMSRedelivered());
        return key;
    }

    private void acknowledge(Session session, Message last, List<MessageKey> batch) throws JMSException {
        switch (mode) {
            case CLIENT, INDIVIDUAL -> calls.timed("acknowledge", last::acknowledge);
            case TRANSACTED -> {
                if (commit(session)) {
                    batch.forEach(history::confirmed);
                }
            }
            default -> {
                // Acknowledged by the provider.
            }
        }
    }

    /** Takes all that is left, in transactions, once everything else is closed. */
    void drain(ConnectionFactory factory) throws JMSException {
        try (Connection last = factory.createConnection()) {
            last.start();
            Session session = last.createSession(Session.SESSION_TRANSACTED);
            MessageConsumer consumer = session.createConsumer(session.createQueue(queue));
            for (Message next = consumer.receive(RECEIVE_MILLIS);
                    next != null;
                    next = consumer.receive(RECEIVE_MILLIS)) {
                MessageKey key = delivered("drain", next);
                session.commit();
                history.confirmed(key);
            }
        }
    }
}
