package io.carrick.tck.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.carrick.jms.CarrickConnectionFactory;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/**
 * What the scripts have in common: a scripted broker, a connection to it whose problems are kept, and the rule that
 * every call ends soon and that the connection can be closed after each of them.
 */
@Timeout(30)
abstract class PeerTest {
    /** Every call that fails for a missing answer does so within this time. */
    private static final Duration SOON = Duration.ofMillis(6 * ScriptedBroker.TIME_OUT_MILLIS);

    final ScriptedBroker broker = new ScriptedBroker();
    final BlockingQueue<JMSException> problems = new LinkedBlockingQueue<>();
    Connection connection;

    @AfterEach
    void closeSoon() throws Exception {
        try {
            broker.assertKeptByClient();
            if (connection != null) {
                long start = System.nanoTime();
                Throwable thrown = catchThrowable(connection::close);
                assertThat(Duration.ofNanos(System.nanoTime() - start))
                        .as("close returns")
                        .isLessThan(SOON);
                assertThat(thrown)
                        .satisfiesAnyOf(
                                none -> assertThat(none).isNull(),
                                failed -> assertThat(failed).isInstanceOf(JMSException.class));
            }
        } finally {
            broker.close();
        }
    }

    /** Connects to the broker after its script has been written. */
    final Connection open() throws JMSException {
        connection = new CarrickConnectionFactory(broker.start()).createConnection();
        connection.setExceptionListener(problems::add);
        connection.start();
        return connection;
    }

    /** Connects and begins a session. */
    final Session openSession() throws JMSException {
        return open().createSession();
    }

    /** Connects, begins a session and attaches a sender. */
    final MessageProducer openProducer(Session session) throws JMSException {
        return session.createProducer(session.createQueue("scripted"));
    }

    /** Attaches a receiver. */
    final MessageConsumer openConsumer(Session session) throws JMSException {
        return session.createConsumer(session.createQueue("scripted"));
    }

    /** The exception of a call, which must be one of the API with a text and come soon. */
    static JMSException failure(ThrowingCallable call) {
        long start = System.nanoTime();
        Throwable thrown = catchThrowable(call);
        assertThat(thrown).isInstanceOf(JMSException.class);
        assertThat(thrown.getMessage()).isNotBlank();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).as("fails soon").isLessThan(SOON);
        return (JMSException) thrown;
    }

    /** Does something that may succeed or fail, but must end soon. */
    static Throwable outcome(ThrowingCallable call) {
        long start = System.nanoTime();
        Throwable thrown = catchThrowable(call);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).as("ends soon").isLessThan(SOON);
        if (thrown != null) {
            assertThat(thrown).isInstanceOf(JMSException.class);
        }
        return thrown;
    }
}
