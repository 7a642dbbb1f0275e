package io.carrick.jms.client;

import io.carrick.jms.MessageObserver;
import io.carrick.jms.MessageObserver.Outcome;
import io.carrick.jms.wire.SendCompletion;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells an observer of messages, whatever it throws; costs nothing if there is none. */
record Observation(MessageObserver observer) {
    private static final Logger LOG = LoggerFactory.getLogger(Observation.class);

    boolean isNone() {
        return observer == MessageObserver.NONE;
    }

    Outcome sending(Message message, Destination destination) {
        return isNone() ? Outcome.IGNORED : begin(() -> observer.sending(message, destination));
    }

    void received(Message message, Destination source, long waitedNanos) {
        if (isNone()) {
            return;
        }
        try {
            observer.received(message, source, waitedNanos);
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    Outcome processing(Message message, Destination source) {
        return isNone() ? Outcome.IGNORED : begin(() -> observer.processing(message, source));
    }

    /** The completion, which tells the outcome as well. */
    static SendCompletion telling(Outcome outcome, SendCompletion completion) {
        if (outcome == Outcome.IGNORED) {
            return completion;
        }
        return new SendCompletion() {
            @Override
            public void accepted() {
                outcome.ended(null);
                completion.accepted();
            }

            @Override
            public void failed(JMSException cause) {
                outcome.ended(cause);
                completion.failed(cause);
            }

            @Override
            public boolean isWithdrawn() {
                return completion.isWithdrawn();
            }

            @Override
            public boolean begin() {
                return completion.begin();
            }
        };
    }

    private static Outcome begin(Supplier<Outcome> begin) {
        try {
            Outcome outcome = begin.get();
            return outcome == Outcome.IGNORED ? outcome : guarded(outcome);
        } catch (RuntimeException e) {
            failed(e);
            return Outcome.IGNORED;
        }
    }

    private static Outcome guarded(Outcome outcome) {
        return failure -> {
            try {
                outcome.ended(failure);
            } catch (RuntimeException e) {
                failed(e);
            }
        };
    }

    private static void failed(RuntimeException cause) {
        LOG.warn("An observer of messages has failed", cause);
    }
}
