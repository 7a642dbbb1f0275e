package io.carrick.broker.settings;

import io.carrick.broker.AddressSettings;
import io.carrick.broker.AddressSettings.Durability;
import io.carrick.broker.AddressSettings.WhenFull;
import io.carrick.broker.NodeKind;
import java.time.Duration;
import java.util.Optional;

/**
 * Some of the {@link AddressSettings}; the components have the meaning that they have there. Null leaves a setting
 * open. For those settings that may be absent, an empty Optional sets them to absent.
 */
public record AddressSettingsOverride(
        NodeKind defaultKind,
        Boolean autoCreate,
        Boolean autoDelete,
        Optional<String> deadLetterAddress,
        Optional<String> expiryAddress,
        Integer deliveryAttemptsMax,
        Integer deliveryLossesMax,
        Duration redeliveryDelay,
        Double redeliveryDelayMultiplier,
        Duration redeliveryDelayMax,
        Durability durability,
        Long messageSizeMax,
        Long messagesMax,
        WhenFull whenFull,
        Boolean exclusive,
        Integer deduplicationWindow,
        Duration defaultTimeToLive) {

    /** Leaves everything open. */
    public static final AddressSettingsOverride NOTHING = builder().build();

    /** A builder that leaves everything open. */
    public static Builder builder() {
        return new Builder();
    }

    /** The settings with those replaced that are set here. */
    public AddressSettings over(AddressSettings base) {
        return new AddressSettings(
                set(defaultKind, base.defaultKind()),
                set(autoCreate, base.autoCreate()),
                set(autoDelete, base.autoDelete()),
                setOrAbsent(deadLetterAddress, base.deadLetterAddress()),
                setOrAbsent(expiryAddress, base.expiryAddress()),
                set(deliveryAttemptsMax, base.deliveryAttemptsMax()),
                set(deliveryLossesMax, base.deliveryLossesMax()),
                set(redeliveryDelay, base.redeliveryDelay()),
                set(redeliveryDelayMultiplier, base.redeliveryDelayMultiplier()),
                set(redeliveryDelayMax, base.redeliveryDelayMax()),
                set(durability, base.durability()),
                set(messageSizeMax, base.messageSizeMax()),
                set(messagesMax, base.messagesMax()),
                set(whenFull, base.whenFull()),
                set(exclusive, base.exclusive()),
                set(deduplicationWindow, base.deduplicationWindow()),
                set(defaultTimeToLive, base.defaultTimeToLive()));
    }

    private static <T> T set(T value, T base) {
        return value == null ? base : value;
    }

    private static String setOrAbsent(Optional<String> value, String base) {
        return value == null ? base : value.orElse(null);
    }

    /** Builds an override. Not thread-safe. */
    public static final class Builder {
        private NodeKind defaultKind;
        private Boolean autoCreate;
        private Boolean autoDelete;
        private Optional<String> deadLetterAddress;
        private Optional<String> expiryAddress;
        private Integer deliveryAttemptsMax;
        private Integer deliveryLossesMax;
        private Duration redeliveryDelay;
        private Double redeliveryDelayMultiplier;
        private Duration redeliveryDelayMax;
        private Durability durability;
        private Long messageSizeMax;
        private Long messagesMax;
        private WhenFull whenFull;
        private Boolean exclusive;
        private Integer deduplicationWindow;
        private Duration defaultTimeToLive;

        private Builder() {}

        public Builder defaultKind(NodeKind value) {
            defaultKind = value;
            return this;
        }

        public Builder autoCreate(Boolean value) {
            autoCreate = value;
            return this;
        }

        public Builder autoDelete(Boolean value) {
            autoDelete = value;
            return this;
        }

        /** Null sets it to absent. */
        public Builder deadLetterAddress(String value) {
            deadLetterAddress = Optional.ofNullable(value);
            return this;
        }

        /** Null sets it to absent. */
        public Builder expiryAddress(String value) {
            expiryAddress = Optional.ofNullable(value);
            return this;
        }

        public Builder deliveryAttemptsMax(Integer value) {
            deliveryAttemptsMax = value;
            return this;
        }

        public Builder deliveryLossesMax(Integer value) {
            deliveryLossesMax = value;
            return this;
        }

        public Builder redeliveryDelay(Duration value) {
            redeliveryDelay = value;
            return this;
        }

        public Builder redeliveryDelayMultiplier(Double value) {
            redeliveryDelayMultiplier = value;
            return this;
        }

        public Builder redeliveryDelayMax(Duration value) {
            redeliveryDelayMax = value;
            return this;
        }

        public Builder durability(Durability value) {
            durability = value;
            return this;
        }

        public Builder messageSizeMax(Long value) {
            messageSizeMax = value;
            return this;
        }

        public Builder messagesMax(Long value) {
            messagesMax = value;
            return this;
        }

        public Builder whenFull(WhenFull value) {
            whenFull = value;
            return this;
        }

        public Builder exclusive(Boolean value) {
            exclusive = value;
            return this;
        }

        public Builder deduplicationWindow(Integer value) {
            deduplicationWindow = value;
            return this;
        }

        public Builder defaultTimeToLive(Duration value) {
            defaultTimeToLive = value;
            return this;
        }

        public AddressSettingsOverride build() {
            return new AddressSettingsOverride(
                    defaultKind,
                    autoCreate,
                    autoDelete,
                    deadLetterAddress,
                    expiryAddress,
                    deliveryAttemptsMax,
                    deliveryLossesMax,
                    redeliveryDelay,
                    redeliveryDelayMultiplier,
                    redeliveryDelayMax,
                    durability,
                    messageSizeMax,
                    messagesMax,
                    whenFull,
                    exclusive,
                    deduplicationWindow,
                    defaultTimeToLive);
        }
    }
}
