package io.carrick.broker.record;

/** A record that holds a message, so that a queue can point at it. */
public interface MessageCarrier {
    MessageBody body();

    /** Where the record lies in the log. */
    long position();

    /** Bytes it takes in the log. */
    int size();
}
