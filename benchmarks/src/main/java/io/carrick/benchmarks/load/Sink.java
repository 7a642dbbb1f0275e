package io.carrick.benchmarks.load;

import jakarta.jms.JMSException;
import java.util.List;

/** Where a pipeline's messages go, and who receives them. Immutable, thread-safe. */
interface Sink {

    /** How many times each message is to be received. */
    int copies(Settings.Load load);

    /** Subscribes; what it returns receives until the run is finishing. */
    List<? extends Crew.Task> open(Run run) throws JMSException;

    /** Where to send to: a queue, unless the sink wants something else. */
    default ProducerLoop.Target target(Run run) {
        return session -> session.createQueue(run.address());
    }

    /** What the messages need for their receivers to find them. */
    default ProducerLoop.Properties properties(Run run) {
        return (message, sequence) -> {};
    }
}
