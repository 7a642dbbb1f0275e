package io.carrick.benchmarks.load;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.List;

/** The connections of a run, started, each with a client id of its own. Not thread-safe. */
final class JmsClient implements AutoCloseable {
    private final Settings settings;
    private final String id;
    private final Failures failures;
    private final List<Connection> connections = new ArrayList<>();
    private int sessionsOnLast;

    JmsClient(Settings settings, String id, Failures failures) {
        this.settings = settings;
        this.id = id;
        this.failures = failures;
    }

    /** A session on the last connection, or on a new one if that has its share. */
    Session session(int mode) throws JMSException {
        if (connections.isEmpty() || sessionsOnLast == settings.load().sessionsPerConnection()) {
            connect();
        }
        sessionsOnLast++;
        return connections.get(connections.size() - 1).createSession(mode);
    }

    @Override
    public void close() throws JMSException {
        for (Connection connection : connections) {
            connection.close();
        }
    }

    private void connect() throws JMSException {
        Settings.Target target = settings.target();
        Connection connection = target.user() == null
                ? target.factory().createConnection()
                : target.factory().createConnection(target.user(), target.password());
        connections.add(connection);
        connection.setClientID(id + "-" + connections.size());
        connection.setExceptionListener(failures::raise);
        connection.start();
        sessionsOnLast = 0;
    }
}
