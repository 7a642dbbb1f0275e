package io.carrick.jms.half;

import io.carrick.jms.client.HalfMessageConnection;
import io.carrick.jms.client.HalfMessageConnection.Member;
import io.carrick.jms.client.HalfMessageConnection.Membership;
import io.carrick.jms.message.CarrickMessage;
import io.carrick.jms.wire.Settlement;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection of a member of a group, with its membership: opened when the member starts, and opened anew as long as
 * it takes when it is lost for good. Thread-safe.
 */
final class GroupConnection {
    private static final Logger LOG = LoggerFactory.getLogger(GroupConnection.class);
    private static final long DELAY_MIN_MILLIS = 100;
    private static final long DELAY_MAX_MILLIS = 2_000;

    /** Where connections come from. */
    interface Connector {
        HalfMessageConnection connect() throws JMSException;
    }

    private enum State {
        NEW,
        CONNECTED,
        /** Lost for good, and being opened anew. */
        LOST,
        CLOSED
    }

    private final Connector connector;
    private final String group;
    private final int limit;
    private final Checks checks;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition closing = lock.newCondition();
    private ClassLoader classLoader;
    private State state = State.NEW;
    private Joined joined;
    private JMSException loss;

    /** @param limit how many questions are answered at a time */
    GroupConnection(Connector connector, String group, int limit, Checks checks) {
        this.connector = connector;
        this.group = group;
        this.limit = limit;
        this.checks = checks;
    }

    /** A connection and the membership over it. */
    private record Joined(HalfMessageConnection connection, Membership membership, Answering answering) {}

    /** Opens it for the first time. */
    void start() throws JMSException {
        lock.lock();
        try {
            if (state != State.NEW) {
                throw new IllegalStateException("The producer of the group " + group + " was started before");
            }
            classLoader = Thread.currentThread().getContextClassLoader();
            joined = join();
            state = State.CONNECTED;
        } finally {
            lock.unlock();
        }
    }

    /** @throws JMSException if there is none at present */
    HalfMessageConnection get() throws JMSException {
        lock.lock();
        try {
            switch (state) {
                case CONNECTED -> {
                    return joined.connection();
                }
                case LOST -> throw lost();
                default ->
                    throw new IllegalStateException("The producer of the group " + group + " is "
                            + (state == State.NEW ? "not started" : "closed"));
            }
        } finally {
            lock.unlock();
        }
    }

    private JMSException lost() {
        JMSException failure = new JMSException(
                "The connection of the group " + group + " is lost, and being opened anew: " + loss.getMessage());
        failure.setLinkedException(loss);
        failure.initCause(loss);
        return failure;
    }

    private Joined join() throws JMSException {
        HalfMessageConnection connection = connector.connect();
        Answering answering = new Answering();
        try {
            return new Joined(connection, connection.join(group, limit, answering), answering);
        } catch (JMSException | RuntimeException e) {
            close(connection);
            throw e;
        }
    }

    /** Answers over one connection, and notices when it is lost. */
    private final class Answering implements Member {
        private volatile JMSException cause;

        @Override
        public Settlement asked(CarrickMessage question) throws JMSException {
            return checks.answer(question);
        }

        @Override
        public void lost(JMSException why) {
            cause = why;
            Thread reopening = new Thread(() -> reopen(this), "carrick-half-" + group);
            reopening.setDaemon(true);
            reopening.setContextClassLoader(classLoader);
            reopening.start();
        }
    }

    private void reopen(Answering answering) {
        Joined lost;
        lock.lock();
        try {
            if (state != State.CONNECTED || joined.answering() != answering) {
                return;
            }
            lost = joined;
            state = State.LOST;
            loss = answering.cause;
        } finally {
            lock.unlock();
        }
        LOG.warn("The connection of the group {} is lost, and is opened anew", group, answering.cause);
        close(lost.connection());
        long delayMillis = DELAY_MIN_MILLIS;
        while (isLostAfter(delayMillis)) {
            if (reopened()) {
                return;
            }
            delayMillis = Math.min(DELAY_MAX_MILLIS, 2 * delayMillis);
        }
    }

    /** Waits; false if the producer is closed meanwhile. */
    private boolean isLostAfter(long delayMillis) {
        lock.lock();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(delayMillis);
            while (state == State.LOST && left > 0) {
                left = closing.awaitNanos(left);
            }
            return state == State.LOST;
        } catch (InterruptedException e) {
            LOG.warn("The connection of the group {} is not opened any more: its thread was interrupted", group, e);
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** Opens it; false if that has failed. */
    private boolean reopened() {
        Joined anew;
        try {
            anew = join();
        } catch (JMSException e) {
            LOG.warn(
                    "The connection of the group {} cannot be opened, which is tried again: {}", group, e.getMessage());
            return false;
        } catch (RuntimeException e) {
            LOG.error("The connection of the group {} cannot be opened, which is tried again", group, e);
            return false;
        }
        boolean used = false;
        lock.lock();
        try {
            if (state == State.LOST && anew.answering().cause == null) {
                joined = anew;
                state = State.CONNECTED;
                used = true;
            }
        } finally {
            lock.unlock();
        }
        if (used) {
            LOG.info("The connection of the group {} is open again", group);
        } else {
            close(anew.connection());
        }
        return used;
    }

    /** Leaves the group and closes the connection, for good. Idempotent. */
    void close() {
        Joined last;
        lock.lock();
        try {
            last = state == State.CONNECTED ? joined : null;
            state = State.CLOSED;
            closing.signalAll();
        } finally {
            lock.unlock();
        }
        if (last != null) {
            try {
                last.membership().leave();
            } catch (JMSException e) {
                LOG.debug("The group {} was not left in order", group, e);
            }
            close(last.connection());
        }
    }

    private void close(HalfMessageConnection connection) {
        try {
            connection.close();
        } catch (JMSException e) {
            LOG.debug("A connection of the group {} was not closed in order", group, e);
        }
    }
}
