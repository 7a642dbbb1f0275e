package io.carrick.amqp.message;

import java.nio.charset.StandardCharsets;

/** The application properties that the broker acts on, by the names clients use. */
enum KnownProperty {
    /** Keys to find the message by, separated by white space: RocketMQ. */
    KEYS("KEYS"),
    /** The tag: RocketMQ. */
    TAGS("TAGS"),
    /** Deduplication id, as in {@link KnownAnnotation#DUPLICATE_ID}, for clients that cannot annotate. */
    DUPLICATE_ID("_AMQ_DUPL_ID"),
    /** Deduplication id. */
    DEDUPLICATION_KEY("x-opt-dedup-key"),
    /** As {@link KnownAnnotation#HALF_ID}, for clients that cannot annotate. */
    HALF_ID("JMS_CARRICK_HALF_ID"),
    /** As {@link KnownAnnotation#HALF_GROUP}, for clients that cannot annotate. */
    HALF_GROUP("JMS_CARRICK_HALF_GROUP"),
    /** As {@link KnownAnnotation#HALF_CHECK_AFTER}, for clients that cannot annotate. */
    HALF_CHECK_AFTER("JMS_CARRICK_HALF_CHECK_AFTER");

    private static final KnownProperty[] ALL = values();

    private final String title;
    private final byte[] key;

    KnownProperty(String title) {
        this.title = title;
        key = title.getBytes(StandardCharsets.US_ASCII);
    }

    String title() {
        return title;
    }

    /** The property whose key {@code reader} has just skipped, or null. */
    static KnownProperty at(ValueReader reader) {
        for (KnownProperty property : ALL) {
            if (reader.contentEquals(property.key)) {
                return property;
            }
        }
        return null;
    }
}
