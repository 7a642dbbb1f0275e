package io.carrick.benchmarks.load;

import io.carrick.benchmarks.measure.ProcessProbe;
import jakarta.jms.ConnectionFactory;
import java.time.Duration;

/** Everything that one run needs to know. */
public record Settings(Target target, Load load, Bounds bounds) {

    /**
     * The broker to load.
     *
     * @param label names it in the report
     * @param factory makes connections to it
     * @param user to connect as, null to connect without credentials
     * @param password of the user, null if there is no user
     * @param probe watches its process, null if it is not to be watched
     */
    public record Target(String label, ConnectionFactory factory, String user, String password, ProcessProbe probe) {}

    /**
     * How much of what.
     *
     * @param producers sending sessions
     * @param consumers receiving sessions
     * @param sessionsPerConnection that share a connection
     * @param window unconfirmed messages per producer, for asynchronous sends
     * @param batch messages per transaction, for transacted sessions
     * @param messageBytes size of each body
     * @param persistent delivery mode of the messages
     */
    public record Load(
            int producers,
            int consumers,
            int sessionsPerConnection,
            int window,
            int batch,
            int messageBytes,
            boolean persistent) {}

    /**
     * How long.
     *
     * @param warmUp what is driven before anything is measured
     * @param measured what is measured
     * @param patience how long nothing at all may happen before the run is given up
     */
    public record Bounds(Limit warmUp, Limit measured, Duration patience) {}

    /** The earlier of a time and a number of operations. */
    public record Limit(Duration time, long operations) {}
}
