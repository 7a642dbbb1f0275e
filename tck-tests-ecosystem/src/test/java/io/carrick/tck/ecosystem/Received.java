package io.carrick.tck.ecosystem;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The texts that listeners were given, and how often. Thread-safe. */
final class Received {
    private final List<String> texts = new ArrayList<>();
    private final List<String> unmarkedRepetitions = new ArrayList<>();

    void add(Message message) {
        try {
            add(((TextMessage) message).getText(), message.getJMSRedelivered());
        } catch (JMSException e) {
            throw new IllegalStateException("a message could not be read", e);
        }
    }

    private synchronized void add(String text, boolean redelivered) {
        if (texts.contains(text) && !redelivered) {
            unmarkedRepetitions.add(text);
        }
        texts.add(text);
    }

    synchronized List<String> texts() {
        return List.copyOf(texts);
    }

    synchronized Set<String> different() {
        return new TreeSet<>(texts);
    }

    /** Messages that came again without being marked as redelivered. */
    synchronized List<String> unmarkedRepetitions() {
        return List.copyOf(unmarkedRepetitions);
    }
}
