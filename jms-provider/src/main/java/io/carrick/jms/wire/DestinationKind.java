package io.carrick.jms.wire;

/** The kinds of destinations; the order is that of the annotation {@code x-opt-jms-dest}. */
public enum DestinationKind {
    QUEUE,
    TOPIC,
    TEMPORARY_QUEUE,
    TEMPORARY_TOPIC;

    public boolean isTopic() {
        return this == TOPIC || this == TEMPORARY_TOPIC;
    }

    public boolean isTemporary() {
        return this == TEMPORARY_QUEUE || this == TEMPORARY_TOPIC;
    }
}
