package io.carrick.benchmarks.load;

import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.List;

/** Durable subscriptions to one topic: each receives every message. */
record DurableSubscriptionSink() implements Sink {

    @Override
    public int copies(Settings.Load load) {
        return load.consumers();
    }

    @Override
    public List<ConsumerLoop> open(Run run) throws JMSException {
        List<ConsumerLoop> loops = new ArrayList<>();
        for (int i = 0; i < run.load().consumers(); i++) {
            String subscription = "subscription-" + i;
            Session session = run.client().session(Session.AUTO_ACKNOWLEDGE);
            MessageConsumer consumer = session.createDurableConsumer(session.createTopic(run.address()), subscription);
            loops.add(new ConsumerLoop(
                    run, i, session, consumer, ConsumerLoop.Expectation.ANY, () -> session.unsubscribe(subscription)));
        }
        return loops;
    }

    @Override
    public ProducerLoop.Target target(Run run) {
        return session -> session.createTopic(run.address());
    }
}
