package io.carrick.jms.message;

/** The types of JMS messages; the order is that of the annotation {@code x-opt-jms-msg-type}. */
enum BodyType {
    PLAIN,
    OBJECT,
    MAP,
    BYTES,
    STREAM,
    TEXT
}
