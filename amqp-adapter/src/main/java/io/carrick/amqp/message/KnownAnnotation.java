package io.carrick.amqp.message;

import java.nio.charset.StandardCharsets;

/** The message annotations that the broker acts on, by the names clients use. */
enum KnownAnnotation {
    /** Time of delivery, milliseconds since the epoch: Qpid JMS, Artemis. */
    DELIVERY_TIME("x-opt-delivery-time"),
    /** Wait before delivery in milliseconds: Artemis, RabbitMQ. */
    DELIVERY_DELAY("x-opt-delivery-delay"),
    /** Time of delivery, milliseconds since the epoch: Qpid Broker-J. */
    NOT_VALID_BEFORE("x-qpid-not-valid-before"),
    /** Time of delivery, a timestamp: Azure Service Bus. */
    SCHEDULED_ENQUEUE_TIME("x-opt-scheduled-enqueue-time"),
    /** Kind of the destination, a byte: JMS mapping. */
    JMS_DESTINATION("x-opt-jms-dest"),
    /** Kind of the destination, text: older JMS clients. */
    TO_TYPE("x-opt-to-type"),
    /** Message group: Azure Service Bus and Event Hubs. */
    PARTITION_KEY("x-opt-partition-key"),
    /** Deduplication id: Artemis. */
    DUPLICATE_ID("_AMQ_DUPL_ID"),
    /** Deduplication id. */
    DEDUPLICATION_KEY("x-opt-dedup-key"),
    /** With {@link #PRODUCER_SEQUENCE}: the producer that numbers its messages; together they are a deduplication id. */
    PRODUCER_ID("x-opt-producer-id"),
    /** Number of the message among those of {@link #PRODUCER_ID}. */
    PRODUCER_SEQUENCE("x-opt-producer-sequence"),
    /** The half message that it is, or is part of. */
    HALF_ID("x-opt-half-id"),
    /** The producer group that knows the outcome of {@link #HALF_ID}. */
    HALF_GROUP("x-opt-half-group"),
    /** Milliseconds after which the group is asked. */
    HALF_CHECK_AFTER("x-opt-half-check-after");

    private static final KnownAnnotation[] ALL = values();

    private final byte[] key;

    KnownAnnotation(String key) {
        this.key = key.getBytes(StandardCharsets.US_ASCII);
    }

    /** The annotation whose key {@code reader} has just skipped, or null. */
    static KnownAnnotation at(ValueReader reader) {
        for (KnownAnnotation annotation : ALL) {
            if (reader.contentEquals(annotation.key)) {
                return annotation;
            }
        }
        return null;
    }
}
