package io.carrick.benchmarks.load;

import io.carrick.benchmarks.check.Payload;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageListener;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** One consumer with a listener: called by its session until the run is finishing and nothing comes any more. */
final class ListenerLoop implements Crew.Task, MessageListener {
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final Run run;
    private final MessageConsumer consumer;
    private final Receipts receipts;
    /** Written by the session's thread only. */
    private volatile long calls;

    ListenerLoop(Run run, MessageConsumer consumer) {
        this.run = run;
        this.consumer = consumer;
        receipts = new Receipts(run, 0);
    }

    @Override
    public void run() throws JMSException {
        consumer.setMessageListener(this);
        long seen = -1;
        while (seen != calls || !run.finishing()) {
            seen = calls;
            LockSupport.parkNanos(LOOK_NANOS);
        }
        consumer.close();
    }

    @Override
    public void onMessage(Message message) {
        try {
            Payload payload = receipts.arrived(message);
            if (payload != null) {
                receipts.received(payload);
            }
        } catch (JMSException e) {
            run.failures().raise(e);
        }
        calls = calls + 1;
    }
}
