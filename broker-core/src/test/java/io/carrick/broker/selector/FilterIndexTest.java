package io.carrick.broker.selector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrick.broker.InvalidFilterException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FilterIndexTest {
    private final FilterIndex<String> index = new FilterIndex<>();

    private void add(String holder, String selector) throws InvalidFilterException {
        index.add(holder, selector == null ? null : Selector.parse(selector));
    }

    private List<String> candidates(Object... namesAndValues) {
        List<String> found = new ArrayList<>();
        index.candidates(Properties.of(namesAndValues), found::add);
        return found;
    }

    @Test
    void shouldFindHoldersByTheEqualityTheyRequire() throws InvalidFilterException {
        add("blue", "colour = 'blue' AND size > 3");
        add("red", "colour = 'red'");
        add("warm", "colour IN ('red', 'yellow')");
        add("one", "size = 1");
        add("any", null);
        add("large", "size > 100");

        assertThat(candidates("colour", "red")).containsExactly("red", "warm", "any", "large");
        assertThat(candidates("colour", "yellow")).containsExactly("warm", "any", "large");
        assertThat(candidates("colour", "blue", "size", 1.0)).containsExactly("blue", "one", "any", "large");
        assertThat(candidates()).containsExactly("any", "large");
        assertThat(candidates("colour", 5)).containsExactly("any", "large");
    }

    @Test
    void shouldLookUpEachPropertyOnceHoweverManyHoldersThereAre() throws InvalidFilterException {
        for (int i = 0; i < 1_000; i++) {
            add("a" + i, "a = " + i);
            add("b" + i, "b = 'v" + i + "' AND a > 0");
        }
        Map<String, Integer> lookups = new HashMap<>();
        List<String> found = new ArrayList<>();
        index.candidates(
                identifier -> {
                    lookups.merge(identifier, 1, Integer::sum);
                    return identifier.equals("a") ? (Object) 7 : "v9";
                },
                found::add);
        assertThat(found).containsExactly("a7", "b9");
        assertThat(lookups).containsOnly(Map.entry("a", 1), Map.entry("b", 1));
    }

    @Test
    void shouldForgetRemovedHolders() throws InvalidFilterException {
        add("red", "colour = 'red'");
        add("warm", "colour IN ('red', 'yellow')");
        add("any", null);
        index.remove("red");
        index.remove("any");
        index.remove("unknown");
        assertThat(candidates("colour", "red")).containsExactly("warm");
        assertThat(index.size()).isEqualTo(1);
        index.remove("warm");
        assertThat(candidates("colour", "red")).isEmpty();
        assertThat(index.isEmpty()).isTrue();
    }

    @Test
    void shouldRefuseAHolderAddedTwice() throws InvalidFilterException {
        add("x", null);
        assertThatThrownBy(() -> add("x", "a = 1"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("x");
    }

    @Test
    void shouldNeverMissAMatch() throws InvalidFilterException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        RandomSelectors selectors = new RandomSelectors(random);
        Map<String, Selector> held = new HashMap<>();
        for (int i = 0; i < 300; i++) {
            Selector selector = Selector.parse(selectors.condition(3));
            held.put("h" + i, selector);
            index.add("h" + i, selector);
            if (random.nextInt(4) == 0) {
                String removed = "h" + random.nextInt(i + 1);
                held.remove(removed);
                index.remove(removed);
            }
        }
        for (int i = 0; i < 300; i++) {
            Properties message = selectors.message();
            List<String> found = new ArrayList<>();
            index.candidates(message, found::add);
            assertThat(found).as("seed %d", seed).doesNotHaveDuplicates();
            held.forEach((holder, selector) -> {
                if (selector.matches(message)) {
                    assertThat(found).as("seed %d: %s", seed, selector).contains(holder);
                }
            });
        }
    }
}
