package io.carrick.broker.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressPatternTest {

    @ParameterizedTest
    @CsvSource({
        "orders, orders, true",
        "orders, order, false",
        "orders, Orders, false",
        "orders, orders.eu, false",
        "orders.eu, orders.eu, true",
        "*, orders, true",
        "*, orders.eu, false",
        "orders.*, orders.eu, true",
        "orders.*, orders, false",
        "orders.*, orders.eu.new, false",
        "*.eu, orders.eu, true",
        "*.*, orders.eu, true",
        "*.*, orders, false",
        "orders.*.new, orders.eu.new, true",
        "orders.*.new, orders.new, false",
        "#, orders, true",
        "#, orders.eu.new, true",
        "orders.#, orders, true",
        "orders.#, orders.eu, true",
        "orders.#, orders.eu.new, true",
        "orders.#, ordersx, false",
        "#.new, new, true",
        "#.new, orders.eu.new, true",
        "#.new, orders.new.eu, false",
        "orders.#.new, orders.new, true",
        "orders.#.new, orders.eu.de.new, true",
        "orders.#.new, orders.eu.new.old, false",
        "orders.#.new, orders.new.eu.new, true",
        "#.eu.#, orders.eu.new, true",
        "#.eu.#, eu, true",
        "#.eu.#, orders.us.new, false",
        "#.eu.#.new, eu.new.eu.old.new, true",
        "#.*, orders, true",
        "*.#, orders, true",
        "#.#, orders, true",
        "#.*.*, orders, false",
        "orders..new, orders..new, true",
        "orders.*.new, orders..new, true",
        "orders.eu, ordersxeu, false"
    })
    void shouldMatchWordByWord(String pattern, String address, boolean matches) {
        assertThat(AddressPattern.of(pattern).matches(address)).isEqualTo(matches);
    }

    @Test
    void shouldMatchManyWildcardsInBoundedTime() {
        AddressPattern pattern = AddressPattern.of("#.a.".repeat(50) + "z");
        assertThat(pattern.matches("a.".repeat(2_000) + "y")).isFalse();
        assertThat(pattern.matches("a.".repeat(2_000) + "z")).isTrue();
    }

    @Test
    void shouldOrderBySpecificity() {
        List<String> expected =
                List.of("a.b.c", "a.b.*", "a.b", "a.b.#", "a.*.c", "a.*", "a.#.c", "a.#", "*.b.c", "#.c", "#");
        List<String> sorted = Stream.of(
                        "#", "a.#", "a.*", "*.b.c", "a.b", "a.b.#", "a.b.c", "#.c", "a.#.c", "a.*.c", "a.b.*")
                .map(AddressPattern::of)
                .sorted(AddressPattern.MOST_SPECIFIC_FIRST)
                .map(AddressPattern::text)
                .toList();
        assertThat(sorted).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"orders.e*", "orders*", "#x", "a.**", "a.##.b", "a.*#"})
    void shouldRefuseWildcardsInsideWords(String pattern) {
        assertThatThrownBy(() -> AddressPattern.of(pattern))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("whole word")
                .hasMessageContaining(pattern);
    }

    @Test
    void shouldRefuseAnEmptyPattern() {
        assertThatThrownBy(() -> AddressPattern.of("")).hasMessageContaining("empty");
    }
}
