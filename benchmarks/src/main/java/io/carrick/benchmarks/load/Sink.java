package io.carrick.benchmarks.load;

import jakarta.jms.JMSException;
import java.util.List;

/** Where a pipeline's messages go, and who receives them. Immutable, thread-safe. */
interface Sink {

    /** How many times each message is to be received. */
    int copies(Settings.Load load);

    /** Subscribes; what it returns receives until the run is finishing. */
    List<ConsumerLoop> open(Run run) throws JMSException;

    /** Where to send to. */
    ProducerLoop.Target target(Run run);

    /** What the messages need for their receivers to find them. */
    ProducerLoop.Properties properties(Run run);
}
