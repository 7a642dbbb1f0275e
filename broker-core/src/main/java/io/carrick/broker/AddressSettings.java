package io.carrick.broker;

import java.time.Duration;

/**
 * How an address behaves. Chosen for each name by {@link AddressSettingsCatalog}.
 *
 * @param defaultKind what an address becomes when a client does not say
 * @param autoCreate whether clients may create it by using it
 * @param autoDelete whether it goes when it is empty and unused and was created by use
 * @param deadLetterAddress where messages go that cannot be delivered; null: they are dropped. Created on first
 *     use; {@code %s} stands for the name of the queue or subscription
 * @param expiryAddress where expired messages go; null: they are dropped
 * @param deliveryAttemptsMax failed attempts after which a message is dead; 0 for no limit
 * @param deliveryLossesMax times that its consumer may vanish with a message before that is dead; 0 for no limit
 * @param redeliveryDelay wait before a failed message is delivered again
 * @param redeliveryDelayMultiplier growth of the wait with each attempt, at least 1
 * @param redeliveryDelayMax upper bound of the wait
 * @param durability when a durable message is acknowledged
 * @param messageSizeMax largest message in bytes, 0 for no limit
 * @param messagesMax most messages kept, 0 for no limit
 * @param whenFull what happens at {@code messagesMax}
 * @param exclusive one active consumer at a time
 * @param deduplicationWindow how many deduplication ids are remembered; 0 for none
 * @param defaultTimeToLive given to messages without expiry; zero for none
 */
public record AddressSettings(
        NodeKind defaultKind,
        boolean autoCreate,
        boolean autoDelete,
        String deadLetterAddress,
        String expiryAddress,
        int deliveryAttemptsMax,
        int deliveryLossesMax,
        Duration redeliveryDelay,
        double redeliveryDelayMultiplier,
        Duration redeliveryDelayMax,
        Durability durability,
        long messageSizeMax,
        long messagesMax,
        WhenFull whenFull,
        boolean exclusive,
        int deduplicationWindow,
        Duration defaultTimeToLive) {

    /** What an address gets that no pattern names. */
    public static final AddressSettings DEFAULT = new AddressSettings(
            NodeKind.QUEUE,
            true,
            true,
            "DLQ.%s",
            "ExpiryQueue",
            10,
            100,
            Duration.ZERO,
            1.0,
            Duration.ofMinutes(5),
            Durability.FLUSHED,
            0,
            0,
            WhenFull.REJECT,
            false,
            20_000,
            Duration.ZERO);

    /** When a durable message is acknowledged to its sender. */
    public enum Durability {
        /** After it is flushed to disk: survives a power cut. */
        FLUSHED,
        /** After it is written to the page cache: survives the death of the process. */
        WRITTEN
    }

    /** What happens to a message sent to a full address. */
    public enum WhenFull {
        /** Refused with {@link BrokerError.Code#RESOURCE_LIMIT_EXCEEDED}. */
        REJECT,
        /** The oldest message makes room. */
        DROP_OLDEST
    }
}
