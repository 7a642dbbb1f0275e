package io.carrick.broker.record;

/** A record that holds a message, so that a queue can point at it. */
public interface MessageCarrier {
    MessageBody body();

    /** The address it goes to, or is in. */
    long addressId();

    /** Where the record lies in the log. */
    long position();

    /** Bytes it takes in the log. */
    int size();
}
