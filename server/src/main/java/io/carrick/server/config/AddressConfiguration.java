package io.carrick.server.config;

import io.carrick.broker.AddressSettings;
import io.carrick.broker.NodeKind;
import io.carrick.broker.settings.AddressPattern;
import io.carrick.broker.settings.AddressPatterns;
import io.carrick.broker.settings.AddressSettingsOverride;
import io.carrick.server.yaml.ByteSize;
import io.carrick.server.yaml.Range;
import java.time.Duration;
import java.util.Optional;

/**
 * What the addresses of a pattern differ in; a key that is absent is taken from a less specific pattern or from
 * {@link AddressSettings#DEFAULT}, which explains each of them.
 *
 * @param pattern words separated by dots; {@code *} stands for one word, {@code #} for any number of words
 * @param deadLetterAddress empty text: undeliverable messages are dropped
 * @param expiryAddress empty text: expired messages are dropped
 */
public record AddressConfiguration(
        String pattern,
        Optional<NodeKind> kind,
        Optional<Boolean> autoCreate,
        Optional<Boolean> autoDelete,
        Optional<String> deadLetterAddress,
        Optional<String> expiryAddress,
        @Range Optional<Integer> deliveryAttemptsMax,
        @Range Optional<Integer> deliveryLossesMax,
        Optional<Duration> redeliveryDelay,
        @Range(min = 1, max = 1000) Optional<Double> redeliveryDelayMultiplier,
        Optional<Duration> redeliveryDelayMax,
        Optional<AddressSettings.Durability> durability,
        Optional<ByteSize> messageSizeMax,
        @Range Optional<Long> messagesMax,
        Optional<AddressSettings.WhenFull> whenFull,
        Optional<Boolean> exclusive,
        @Range(max = 10_000_000) Optional<Integer> deduplicationWindow,
        Optional<Duration> defaultTimeToLive) {

    public AddressConfiguration {
        AddressPattern.of(pattern);
    }

    /** As the broker's catalog takes it. */
    AddressPatterns.Entry entry() {
        AddressSettingsOverride override = new AddressSettingsOverride(
                kind.orElse(null),
                autoCreate.orElse(null),
                autoDelete.orElse(null),
                absentIfEmpty(deadLetterAddress),
                absentIfEmpty(expiryAddress),
                deliveryAttemptsMax.orElse(null),
                deliveryLossesMax.orElse(null),
                redeliveryDelay.orElse(null),
                redeliveryDelayMultiplier.orElse(null),
                redeliveryDelayMax.orElse(null),
                durability.orElse(null),
                messageSizeMax.map(ByteSize::bytes).orElse(null),
                messagesMax.orElse(null),
                whenFull.orElse(null),
                exclusive.orElse(null),
                deduplicationWindow.orElse(null),
                defaultTimeToLive.orElse(null));
        return new AddressPatterns.Entry(AddressPattern.of(pattern), override);
    }

    /** Null leaves a setting open, an empty Optional sets it to absent. */
    private static Optional<String> absentIfEmpty(Optional<String> text) {
        return text.isEmpty() ? null : text.filter(t -> !t.isEmpty());
    }
}
