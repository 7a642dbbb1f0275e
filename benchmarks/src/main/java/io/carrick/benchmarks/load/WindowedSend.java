package io.carrick.benchmarks.load;

import jakarta.jms.BytesMessage;
import jakarta.jms.CompletionListener;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.util.concurrent.Semaphore;

/** {@link SendMode#windowed()}. */
final class WindowedSend implements SendMode {

    @Override
    public int sessionMode() {
        return Session.AUTO_ACKNOWLEDGE;
    }

    @Override
    public int batch(Settings.Load load) {
        return 0;
    }

    @Override
    public Sender open(Run run, Session session, MessageProducer producer) {
        return new Window(run.failures(), producer, run.load().window());
    }

    private record Completion(Ticket ticket, Semaphore free, Failures failures) implements CompletionListener {
        @Override
        public void onCompletion(Message message) {
            ticket.confirm();
            free.release();
        }

        @Override
        public void onException(Message message, Exception exception) {
            failures.raise(exception);
            free.release();
        }
    }

    private static final class Window implements Sender {
        private final Failures failures;
        private final MessageProducer producer;
        private final int size;
        private final Semaphore free;

        Window(Failures failures, MessageProducer producer, int size) {
            this.failures = failures;
            this.producer = producer;
            this.size = size;
            free = new Semaphore(size);
        }

        @Override
        public void send(BytesMessage message, Ticket ticket) throws JMSException, InterruptedException {
            free.acquire();
            producer.send(message, new Completion(ticket, free, failures));
        }

        @Override
        public void flush() throws InterruptedException {
            free.acquire(size);
            free.release(size);
        }
    }
}
