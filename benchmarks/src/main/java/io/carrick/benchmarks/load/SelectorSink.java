package io.carrick.benchmarks.load;

import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Consumers that divide one queue among them: each has a selector of its own, and every message suits exactly one. */
record SelectorSink() implements Sink {
    private static final String SHARD = "shard";
    private static final String COLOUR = "colour";
    private static final String WEIGHT = "weight";
    private static final String[] COLOURS = {"red", "green", "blue"};
    private static final int WEIGHTS = 1000;

    @Override
    public int copies(Settings.Load load) {
        return 1;
    }

    @Override
    public List<ConsumerLoop> open(Run run) throws JMSException {
        List<ConsumerLoop> loops = new ArrayList<>();
        for (int i = 0; i < run.load().consumers(); i++) {
            int shard = i;
            Session session = run.client().session(Session.AUTO_ACKNOWLEDGE);
            MessageConsumer consumer = session.createConsumer(session.createQueue(run.address()), selector(shard));
            loops.add(new ConsumerLoop(
                    run,
                    0,
                    session,
                    consumer,
                    message -> message.getIntProperty(SHARD) == shard,
                    ConsumerLoop.Cleanup.NONE));
        }
        return loops;
    }

    @Override
    public ProducerLoop.Properties properties(Run run) {
        int shards = run.load().consumers();
        return (message, sequence) -> {
            message.setIntProperty(SHARD, (int) (sequence % shards));
            message.setStringProperty(COLOUR, COLOURS[(int) (sequence % COLOURS.length)]);
            message.setIntProperty(WEIGHT, (int) (sequence % WEIGHTS));
        };
    }

    static String selector(int shard) {
        return String.format(
                Locale.ROOT,
                "%s IN ('red', 'green', 'blue') AND %s BETWEEN 0 AND %d AND %s = %d",
                COLOUR,
                WEIGHT,
                WEIGHTS,
                SHARD,
                shard);
    }
}
