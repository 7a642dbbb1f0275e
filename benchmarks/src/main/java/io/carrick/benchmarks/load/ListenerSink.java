package io.carrick.benchmarks.load;

import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.List;

/** Consumers that share one queue, each with a listener that its session calls. */
record ListenerSink() implements Sink {

    @Override
    public int copies(Settings.Load load) {
        return 1;
    }

    @Override
    public List<ListenerLoop> open(Run run) throws JMSException {
        List<ListenerLoop> loops = new ArrayList<>();
        for (int i = 0; i < run.load().consumers(); i++) {
            Session session = run.client().session(Session.AUTO_ACKNOWLEDGE);
            loops.add(new ListenerLoop(run, session.createConsumer(session.createQueue(run.address()))));
        }
        return loops;
    }
}
