package io.carrick.server.config;

import io.carrick.broker.AddressSettings;
import io.carrick.broker.NodeKind;
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
 * @param lastValueProperty empty text: none
 */
public record AddressConfiguration(
        String pattern,
        Optional<NodeKind> kind,
        Optional<Boolean> autoCreate,
        Optional<Boolean> autoDelete,
        Optional<String> deadLetterAddress,
        Optional<String> expiryAddress,
        @Range Optional<Integer> deliveryAttemptsMax,
        Optional<Duration> redeliveryDelay,
        @Range(min = 1, max = 1000) Optional<Double> redeliveryDelayMultiplier,
        Optional<Duration> redeliveryDelayMax,
        Optional<AddressSettings.Durability> durability,
        Optional<ByteSize> messageSizeMax,
        @Range Optional<Long> messagesMax,
        Optional<AddressSettings.WhenFull> whenFull,
        Optional<String> lastValueProperty,
        Optional<Boolean> exclusive,
        @Range(max = 10_000_000) Optional<Integer> deduplicationWindow,
        Optional<Duration> defaultTimeToLive) {

    /** The settings of an address that this pattern and a less specific one match. */
    public AddressSettings over(AddressSettings base) {
        return new AddressSettings(
                kind.orElse(base.defaultKind()),
                autoCreate.orElse(base.autoCreate()),
                autoDelete.orElse(base.autoDelete()),
                textOr(deadLetterAddress, base.deadLetterAddress()),
                textOr(expiryAddress, base.expiryAddress()),
                deliveryAttemptsMax.orElse(base.deliveryAttemptsMax()),
                redeliveryDelay.orElse(base.redeliveryDelay()),
                redeliveryDelayMultiplier.orElse(base.redeliveryDelayMultiplier()),
                redeliveryDelayMax.orElse(base.redeliveryDelayMax()),
                durability.orElse(base.durability()),
                messageSizeMax.map(ByteSize::bytes).orElse(base.messageSizeMax()),
                messagesMax.orElse(base.messagesMax()),
                whenFull.orElse(base.whenFull()),
                textOr(lastValueProperty, base.lastValueProperty()),
                exclusive.orElse(base.exclusive()),
                deduplicationWindow.orElse(base.deduplicationWindow()),
                defaultTimeToLive.orElse(base.defaultTimeToLive()));
    }

    private static String textOr(Optional<String> text, String base) {
        return text.isEmpty() ? base : text.get().isEmpty() ? null : text.get();
    }
}
