package io.carrick.broker.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrick.broker.AddressSettings;
import io.carrick.broker.AddressSettings.Durability;
import io.carrick.broker.AddressSettings.WhenFull;
import io.carrick.broker.NodeKind;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AddressPatternsTest {

    private static AddressPatterns.Entry entry(String pattern, AddressSettingsOverride.Builder override) {
        return new AddressPatterns.Entry(AddressPattern.of(pattern), override.build());
    }

    private static AddressSettingsOverride.Builder set() {
        return AddressSettingsOverride.builder();
    }

    private static AddressPatterns catalog(AddressPatterns.Entry... entries) {
        return new AddressPatterns(List.of(entries), AddressSettings.DEFAULT);
    }

    @Test
    void shouldGiveDefaultsToAddressesThatNoPatternNames() {
        assertThat(catalog(entry("orders.#", set().exclusive(true))).settings("invoices"))
                .isEqualTo(AddressSettings.DEFAULT);
    }

    @Test
    void shouldFillWhatTheMostSpecificPatternLeavesOpen() {
        AddressPatterns catalog = catalog(
                entry("#", set().deliveryAttemptsMax(3).messagesMax(1_000L).exclusive(false)),
                entry("orders.eu", set().exclusive(true)),
                entry("orders.#", set().deliveryAttemptsMax(7).defaultKind(NodeKind.TOPIC)));

        AddressSettings settings = catalog.settings("orders.eu");

        assertThat(settings.exclusive()).isTrue();
        assertThat(settings.deliveryAttemptsMax()).isEqualTo(7);
        assertThat(settings.defaultKind()).isEqualTo(NodeKind.TOPIC);
        assertThat(settings.messagesMax()).isEqualTo(1_000);
        assertThat(settings.durability()).isEqualTo(AddressSettings.DEFAULT.durability());
        assertThat(catalog.settings("orders.us").exclusive()).isFalse();
        assertThat(catalog.settings("other").deliveryAttemptsMax()).isEqualTo(3);
    }

    @Test
    void shouldPreferWhatIsListedFirstAmongEquallySpecificPatterns() {
        AddressPatterns catalog =
                catalog(entry("#.a.#", set().deliveryAttemptsMax(1)), entry("#.b.#", set().deliveryAttemptsMax(2)));
        assertThat(catalog.settings("a.b").deliveryAttemptsMax()).isEqualTo(1);
    }

    @Test
    void shouldSetToAbsentWhatMayBeAbsent() {
        AddressPatterns catalog = catalog(
                entry("#", set().deadLetterAddress("dead").expiryAddress("expired")),
                entry("a", set().deadLetterAddress(null).expiryAddress(null)));
        assertThat(catalog.settings("b").deadLetterAddress()).isEqualTo("dead");
        assertThat(catalog.settings("a").deadLetterAddress()).isNull();
        assertThat(catalog.settings("a").expiryAddress()).isNull();
    }

    @Test
    void shouldOverrideEverySetting() throws ReflectiveOperationException {
        AddressSettings other = new AddressSettings(
                NodeKind.TOPIC,
                false,
                false,
                "dead",
                "expired",
                3,
                9,
                Duration.ofSeconds(1),
                2.0,
                Duration.ofSeconds(9),
                Durability.WRITTEN,
                1,
                2,
                WhenFull.DROP_OLDEST,
                true,
                5,
                Duration.ofHours(1));
        AddressSettingsOverride all = set().defaultKind(other.defaultKind())
                .autoCreate(other.autoCreate())
                .autoDelete(other.autoDelete())
                .deadLetterAddress(other.deadLetterAddress())
                .expiryAddress(other.expiryAddress())
                .deliveryAttemptsMax(other.deliveryAttemptsMax())
                .deliveryLossesMax(other.deliveryLossesMax())
                .redeliveryDelay(other.redeliveryDelay())
                .redeliveryDelayMultiplier(other.redeliveryDelayMultiplier())
                .redeliveryDelayMax(other.redeliveryDelayMax())
                .durability(other.durability())
                .messageSizeMax(other.messageSizeMax())
                .messagesMax(other.messagesMax())
                .whenFull(other.whenFull())
                .exclusive(other.exclusive())
                .deduplicationWindow(other.deduplicationWindow())
                .defaultTimeToLive(other.defaultTimeToLive())
                .build();

        assertThat(all.over(AddressSettings.DEFAULT)).isEqualTo(other);
        assertThat(AddressSettingsOverride.NOTHING.over(other)).isEqualTo(other);
        for (RecordComponent component : AddressSettings.class.getRecordComponents()) {
            assertThat(component.getAccessor().invoke(other))
                    .as("this test tells apart " + component.getName())
                    .isNotEqualTo(component.getAccessor().invoke(AddressSettings.DEFAULT));
        }
    }

    @Test
    void shouldHaveAnOverrideForEverySetting() {
        assertThat(AddressSettingsOverride.class.getRecordComponents())
                .extracting(RecordComponent::getName)
                .containsExactlyElementsOf(Stream.of(AddressSettings.class.getRecordComponents())
                        .map(RecordComponent::getName)
                        .toList());
    }

    @Test
    void shouldRefuseAPatternListedTwice() {
        assertThatThrownBy(() -> catalog(entry("a.#", set()), entry("a.#", set())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a.#");
    }

    @Test
    void shouldRememberABoundedNumberOfAddresses() {
        AddressPatterns catalog = catalog(entry("a.*", set().exclusive(true)));
        for (int i = 0; i < 2 * AddressPatterns.CACHED_MAX + 1; i++) {
            assertThat(catalog.settings("a." + i).exclusive()).isTrue();
            assertThat(catalog.cached()).isBetween(1, AddressPatterns.CACHED_MAX);
        }
        assertThat(catalog.settings("a.1")).isSameAs(catalog.settings("a.1"));
    }
}
