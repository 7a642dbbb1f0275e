package io.carrick.benchmarks.load;

import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.List;

/**
 * Consumers that share one queue.
 *
 * @param transacted whether they commit their receipts, in batches, instead of acknowledging each
 */
record QueueSink(boolean transacted) implements Sink {

    @Override
    public int copies(Settings.Load load) {
        return 1;
    }

    @Override
    public List<ConsumerLoop> open(Run run) throws JMSException {
        List<ConsumerLoop> loops = new ArrayList<>();
        for (int i = 0; i < run.load().consumers(); i++) {
            Session session = run.client().session(transacted ? Session.SESSION_TRANSACTED : Session.AUTO_ACKNOWLEDGE);
            loops.add(new ConsumerLoop(
                    run,
                    0,
                    session,
                    session.createConsumer(session.createQueue(run.address())),
                    ConsumerLoop.Expectation.ANY,
                    ConsumerLoop.Cleanup.NONE));
        }
        return loops;
    }
}
