package io.carrick.jms;

import jakarta.jms.Destination;
import jakarta.jms.Message;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

/** Several observers as one. */
record MessageObservers(List<MessageObserver> observers) implements MessageObserver {
    @Override
    public Outcome sending(Message message, Destination destination) {
        return outcomes(observer -> observer.sending(message, destination));
    }

    @Override
    public void received(Message message, Destination source, long waitedNanos) {
        observers.forEach(observer -> observer.received(message, source, waitedNanos));
    }

    @Override
    public Outcome processing(Message message, Destination source) {
        return outcomes(observer -> observer.processing(message, source));
    }

    private Outcome outcomes(Function<MessageObserver, Outcome> begin) {
        List<Outcome> begun = new ArrayList<>(observers.size());
        observers.forEach(observer -> begun.add(begin.apply(observer)));
        Collections.reverse(begun);
        return failure -> begun.forEach(outcome -> outcome.ended(failure));
    }
}
