package io.carrick.jms.message;

import java.nio.charset.StandardCharsets;

/** Names of message annotations. */
final class Annotations {
    static final byte[] MESSAGE_TYPE = ascii("x-opt-jms-msg-type");
    static final byte[] DESTINATION_KIND = ascii("x-opt-jms-dest");
    static final byte[] REPLY_TO_KIND = ascii("x-opt-jms-reply-to");
    static final byte[] DELIVERY_TIME = ascii("x-opt-delivery-time");
    /** In milliseconds from its creation, as Artemis and RabbitMQ have it. */
    static final byte[] DELIVERY_DELAY = ascii("x-opt-delivery-delay");
    /** In Qpid's brokers before there was another. */
    static final byte[] NOT_VALID_BEFORE = ascii("x-qpid-not-valid-before");
    /** Strings like "queue,temporary", of old clients. */
    static final byte[] LEGACY_DESTINATION_KIND = ascii("x-opt-to-type");

    static final byte[] LEGACY_REPLY_TO_KIND = ascii("x-opt-reply-type");

    static final String HALF_ID = "x-opt-half-id";
    static final String HALF_GROUP = "x-opt-half-group";
    static final String HALF_CHECK_AFTER = "x-opt-half-check-after";

    private Annotations() {}

    private static byte[] ascii(String name) {
        return name.getBytes(StandardCharsets.US_ASCII);
    }
}
