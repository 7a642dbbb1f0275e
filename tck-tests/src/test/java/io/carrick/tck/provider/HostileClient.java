package io.carrick.tck.provider;

import io.carrick.jms.CarrickConnectionFactory;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * An application in a process of its own, with a small heap: uses its connections, a few at a time, and prints a line for
 * each: name, the step that failed, how long it took, the exception.
 */
public final class HostileClient {
    /** Separates the parts of a line. */
    static final String SEPARATOR = "\t";
    /** Begins each line. */
    static final String PREFIX = "outcome" + SEPARATOR;

    private static final int THREADS = 4;

    private String step = "connect";
    private Connection connection;

    private HostileClient() {}

    /** @param arguments pairs of name and URI; the name says what is done: {@code send:} and {@code receive:} */
    public static void main(String[] arguments) throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        for (int i = 0; i < arguments.length; i += 2) {
            String name = arguments[i];
            String uri = arguments[i + 1];
            threads.execute(() -> new HostileClient().run(name, uri));
        }
        threads.shutdown();
        boolean ended = threads.awaitTermination(2, TimeUnit.MINUTES);
        System.exit(ended ? 0 : 1);
    }

    private void run(String name, String uri) {
        long begin = System.nanoTime();
        Throwable failure = use(name, uri);
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
        String text = failure == null ? "" : String.valueOf(failure.getMessage());
        System.out.println(PREFIX
                + String.join(
                        SEPARATOR,
                        name,
                        step,
                        String.valueOf(millis),
                        failure == null ? "none" : failure.getClass().getName(),
                        String.valueOf(failure instanceof JMSException),
                        text.replaceAll("\\s", " ")));
    }

    private Throwable use(String name, String uri) {
        Throwable failure = null;
        try {
            work(name, uri);
        } catch (Exception | Error e) {
            failure = e;
        }
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (Exception | Error e) {
            step = "close";
            failure = e;
        }
        return failure;
    }

    private void work(String name, String uri) throws JMSException {
        connection = new CarrickConnectionFactory(uri).createConnection();
        step = "start";
        connection.start();
        step = "session";
        Session session = connection.createSession();
        Queue queue = session.createQueue("q");
        if (name.startsWith("receive")) {
            step = "consumer";
            var consumer = session.createConsumer(queue);
            step = "receive";
            var message = consumer.receive(300);
            if (message == null) {
                step = "nothing";
                return;
            }
            step = "read";
            message.getPropertyNames();
            message.getBody(String.class);
            step = "received";
        } else {
            step = "producer";
            var producer = session.createProducer(queue);
            step = "send";
            producer.send(session.createTextMessage("hello"));
            step = "sent";
        }
    }
}
