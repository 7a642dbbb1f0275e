package io.carrick.jms.client;

import io.carrick.jms.MessageObserver;
import io.carrick.jms.wire.SendCompletion;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells an observer of messages, whatever it throws; costs nothing if there is none. */
record Observation(MessageObserver observer, Timer timer) {
    private static final Logger LOG = LoggerFactory.getLogger(Observation.class);

    void sending(Message message, Destination destination) {
        tell(() -> observer.sending(message, destination));
    }

    /** The completion, which tells the observer as well. */
    SendCompletion sent(Destination destination, SendCompletion completion) {
        if (observer == MessageObserver.NONE) {
            return completion;
        }
        long begin = timer.nanoTime();
        return new SendCompletion() {
            @Override
            public void accepted() {
                tell(() -> observer.sent(destination, timer.nanoTime() - begin, null));
                completion.accepted();
            }

            @Override
            public void failed(JMSException cause) {
                tell(() -> observer.sent(destination, timer.nanoTime() - begin, cause));
                completion.failed(cause);
            }
        };
    }

    void received(Message message, Destination source) {
        tell(() -> observer.received(message, source));
    }

    void processed(Message message, Destination source, long beginNanos, Throwable failure) {
        tell(() -> observer.processed(message, source, timer.nanoTime() - beginNanos, failure));
    }

    private void tell(Runnable call) {
        if (observer == MessageObserver.NONE) {
            return;
        }
        try {
            call.run();
        } catch (RuntimeException e) {
            LOG.warn("An observer of messages has failed", e);
        }
    }
}
