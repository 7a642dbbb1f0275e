package io.carrick.jms.client;

import io.carrick.jms.CarrickDestination;
import io.carrick.jms.wire.InboundDelivery;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import java.util.Enumeration;
import java.util.NoSuchElementException;

/**
 * Looks at the messages of a queue (Jakarta Messaging 3.1, section 8.9), whether the connection is started or not. Each
 * enumeration looks at what is there as it goes, and ends when the broker says that there is no more.
 */
final class JmsQueueBrowser implements QueueBrowser {
    private final JmsSession session;
    private final SessionConsumers consumers;
    private final CarrickDestination queue;
    private final String selector;
    private Messages current;
    private boolean closed;

    JmsQueueBrowser(JmsSession session, SessionConsumers consumers, CarrickDestination queue, String selector) {
        this.session = session;
        this.consumers = consumers;
        this.queue = queue;
        this.selector = selector;
    }

    @Override
    public Queue getQueue() throws JMSException {
        checkOpen();
        return (Queue) queue;
    }

    @Override
    public String getMessageSelector() throws JMSException {
        checkOpen();
        return selector;
    }

    @Override
    public Enumeration<?> getEnumeration() throws JMSException {
        checkOpen();
        endCurrent();
        current = new Messages(consumers.browse(queue, selector));
        return current;
    }

    @Override
    public void close() throws JMSException {
        if (!closed) {
            closed = true;
            consumers.remove(this);
            endCurrent();
        }
    }

    private void endCurrent() throws JMSException {
        if (current != null) {
            current.end();
            current = null;
        }
    }

    private void checkOpen() throws JMSException {
        session.checkOpen();
        if (closed) {
            throw new IllegalStateException("The browser is closed");
        }
    }

    private final class Messages implements Enumeration<Message> {
        private final Inbox inbox;
        private Message next;
        private boolean ended;

        Messages(Inbox inbox) {
            this.inbox = inbox;
        }

        @Override
        public boolean hasMoreElements() {
            try {
                while (next == null && !ended && !session.isClosed()) {
                    InboundDelivery taken = inbox.take(0);
                    if (taken == null) {
                        end();
                    } else {
                        next = session.reception().browsed(taken, queue);
                    }
                }
            } catch (JMSException e) {
                throw RuntimeExceptions.of(e);
            }
            return next != null;
        }

        @Override
        public Message nextElement() {
            if (!hasMoreElements()) {
                throw new NoSuchElementException("There are no more messages in " + queue);
            }
            Message result = next;
            next = null;
            return result;
        }

        private void end() throws JMSException {
            if (!ended) {
                ended = true;
                boolean unused = inbox.close(() -> {});
                inbox.receiver().close();
            }
        }
    }
}
