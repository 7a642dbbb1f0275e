package io.carrick.jms.client;

import io.carrick.jms.message.DeserializationPolicy;
import io.carrick.jms.wire.Settlement;
import java.util.Objects;

/**
 * The settings of a connection that concern the JMS objects, not the network. Immutable; made by a {@link Builder}, or
 * {@link #DEFAULT}.
 *
 * @param clientId configured by an administrator, after which the application must not set one; null for none
 * @param generatedClientIdPrefix what the client ids generated when there is none begin with
 * @param prefetch how many messages are fetched ahead
 * @param sending how messages are sent
 * @param redelivery what is done with messages that fail again and again
 * @param timeouts how long calls wait
 * @param localMessageExpiry whether messages that expired while they waited in the client are not delivered
 * @param receiveNoWaitLocalOnly whether {@code receiveNoWait} answers from what was fetched ahead, without asking the
 *     broker
 * @param receiveLocalOnly the same for {@code receive} with a time-out, as it ends
 * @param validatePropertyNames whether names of message properties must be identifiers
 * @param validateSelectors whether selectors are checked before they are sent to the broker
 * @param deserialization what may be deserialised of an ObjectMessage
 */
public record ClientSettings(
        String clientId,
        String generatedClientIdPrefix,
        Prefetch prefetch,
        Sending sending,
        Redelivery redelivery,
        Timeouts timeouts,
        boolean localMessageExpiry,
        boolean receiveNoWaitLocalOnly,
        boolean receiveLocalOnly,
        boolean validatePropertyNames,
        boolean validateSelectors,
        DeserializationPolicy deserialization) {
    /** By the specification, with windows for speed. */
    public static final ClientSettings DEFAULT = builder().build();

    public ClientSettings {
        Objects.requireNonNull(generatedClientIdPrefix);
        Objects.requireNonNull(prefetch);
        Objects.requireNonNull(sending);
        Objects.requireNonNull(redelivery);
        Objects.requireNonNull(timeouts);
        Objects.requireNonNull(deserialization);
    }

    public static Builder builder() {
        return new Builder();
    }

    /**
     * How many messages a consumer fetches ahead; 0 fetches each as it is asked for.
     *
     * @param queue of a queue
     * @param topic of a topic without a durable subscription
     * @param durableTopic of a durable subscription
     * @param browser of a browser
     */
    public record Prefetch(int queue, int topic, int durableTopic, int browser) {
        public Prefetch {
            requireNotNegative("queue prefetch", queue);
            requireNotNegative("topic prefetch", topic);
            requireNotNegative("durable topic prefetch", durableTopic);
            requireNotNegative("browser prefetch", browser);
        }

        /** The same for every kind. */
        public static Prefetch of(int all) {
            return new Prefetch(all, all, all, all);
        }
    }

    /**
     * How messages are sent. By default a send outside of a transaction waits until the broker has the message, whether
     * persistent or not; within a transaction none does, and {@code commit} tells what failed.
     *
     * @param forceSync whether sends within a transaction wait too
     * @param forceAsync whether no send waits; what fails is told to the exception listener
     * @param nonPersistentAsync whether sends of non-persistent messages do not wait
     * @param presettle whether messages outside of transactions are sent without asking for an outcome, to be lost at will
     * @param populateUserId whether messages carry the user name as {@code JMSXUserID}
     */
    public record Sending(
            boolean forceSync,
            boolean forceAsync,
            boolean nonPersistentAsync,
            boolean presettle,
            boolean populateUserId) {}

    /**
     * What is done with messages that fail again and again, besides what the broker does about them.
     *
     * @param deliveriesMax after how many deliveries a message is not delivered once more; -1 for no limit
     * @param outcome what the broker is told of such a message
     */
    public record Redelivery(int deliveriesMax, Settlement outcome) {
        public Redelivery {
            Objects.requireNonNull(outcome);
        }
    }

    /**
     * How long calls wait.
     *
     * @param sendMillis a send, for its outcome; -1 for ever
     * @param closeMillis a close, for asynchronous sends under way and for the broker
     * @param drainMillis a receive, for the broker to say that there is no message; then the consumer is closed
     * @param idleReceiverMillis a consumer that nobody receives from, until it gives back what it fetched ahead
     */
    public record Timeouts(long sendMillis, long closeMillis, long drainMillis, long idleReceiverMillis) {
        public Timeouts {
            requirePositive("close time-out", closeMillis);
            requirePositive("drain time-out", drainMillis);
            requirePositive("idle receiver time-out", idleReceiverMillis);
        }
    }

    private static void requireNotNegative(String name, int value) {
        if (value < 0) {
            throw new IllegalArgumentException("The " + name + " is negative: " + value);
        }
    }

    private static void requirePositive(String name, long value) {
        if (value <= 0) {
            throw new IllegalArgumentException("The " + name + " is not positive: " + value);
        }
    }

    /** Collects settings, beginning with the defaults. Not thread-safe. */
    public static final class Builder {
        private String clientId;
        private String generatedClientIdPrefix = "ID:";
        private Prefetch prefetch = Prefetch.of(1000);
        private Sending sending = new Sending(false, false, false, false, false);
        private Redelivery redelivery = new Redelivery(-1, Settlement.FAILED_HERE);
        private Timeouts timeouts = new Timeouts(-1, 60_000, 60_000, 100);
        private boolean localMessageExpiry = true;
        private boolean receiveNoWaitLocalOnly;
        private boolean receiveLocalOnly;
        private boolean validatePropertyNames = true;
        private boolean validateSelectors = true;
        private DeserializationPolicy deserialization = DeserializationPolicy.DENY_ALL;

        private Builder() {}

        public Builder clientId(String value) {
            clientId = value;
            return this;
        }

        public Builder generatedClientIdPrefix(String value) {
            generatedClientIdPrefix = value;
            return this;
        }

        public Builder prefetch(Prefetch value) {
            prefetch = value;
            return this;
        }

        public Builder sending(Sending value) {
            sending = value;
            return this;
        }

        public Builder redelivery(Redelivery value) {
            redelivery = value;
            return this;
        }

        public Builder timeouts(Timeouts value) {
            timeouts = value;
            return this;
        }

        public Builder localMessageExpiry(boolean value) {
            localMessageExpiry = value;
            return this;
        }

        public Builder receiveNoWaitLocalOnly(boolean value) {
            receiveNoWaitLocalOnly = value;
            return this;
        }

        public Builder receiveLocalOnly(boolean value) {
            receiveLocalOnly = value;
            return this;
        }

        public Builder validatePropertyNames(boolean value) {
            validatePropertyNames = value;
            return this;
        }

        public Builder validateSelectors(boolean value) {
            validateSelectors = value;
            return this;
        }

        public Builder deserialization(DeserializationPolicy value) {
            deserialization = value;
            return this;
        }

        /** @throws NullPointerException if something without a "none" was set to null */
        public ClientSettings build() {
            return new ClientSettings(
                    clientId,
                    generatedClientIdPrefix,
                    prefetch,
                    sending,
                    redelivery,
                    timeouts,
                    localMessageExpiry,
                    receiveNoWaitLocalOnly,
                    receiveLocalOnly,
                    validatePropertyNames,
                    validateSelectors,
                    deserialization);
        }
    }
}
