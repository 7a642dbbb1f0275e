package io.carrick.server.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordBinderTest {
    enum Colour {
        DARK_RED,
        BLUE
    }

    record Leaf(@Default("5s") Duration waitTime, Optional<Integer> count) {}

    record Root(
            String name,
            @Default("1KiB") @Range(min = 512) ByteSize frameSize,
            @Default("[dark-red]") List<Colour> colours,
            Leaf leaf,
            List<Leaf> leaves,
            @Range(max = 7) Optional<Integer> small) {
        Root {
            if (name.equals("bad") && leaves.isEmpty()) {
                throw new IllegalArgumentException("bad needs leaves");
            }
        }
    }

    private static Root bind(String yaml) throws ConfigurationException {
        return RecordBinder.bind(YamlReader.read(yaml, "f.yaml"), Root.class);
    }

    @Test
    void shouldFillAbsentKeysWithDefaults() throws Exception {
        Leaf leaf = new Leaf(Duration.ofSeconds(5), Optional.empty());
        assertThat(bind("name: a"))
                .isEqualTo(
                        new Root("a", new ByteSize(1024), List.of(Colour.DARK_RED), leaf, List.of(), Optional.empty()));
    }

    @Test
    void shouldTakeAKeyWithoutValueAsAbsent() throws Exception {
        assertThat(bind("name: a\nframe-size:\nleaf:\n").frameSize().bytes()).isEqualTo(1024);
    }

    @Test
    void shouldBindNestedRecordsAndLists() throws Exception {
        Root root = bind("name: a\ncolours: [BLUE, dark-red]\nleaves:\n  - {wait-time: 1m, count: 2}\n  - {}\n");
        assertThat(root.colours()).containsExactly(Colour.BLUE, Colour.DARK_RED);
        assertThat(root.leaves())
                .containsExactly(
                        new Leaf(Duration.ofMinutes(1), Optional.of(2)),
                        new Leaf(Duration.ofSeconds(5), Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                               | f.yaml:1:1: name: is required",
                "{name: a, frame-size: 12}        | f.yaml:1:23: frame-size: must be at least 512 bytes, not 12",
                "{name: a, frame-size: lots}      | f.yaml:1:23: frame-size: must be a size such as",
                "{name: a, small: 8}              | f.yaml:1:18: small: must be between 0 and 7, not 8",
                "{name: a, small: x}              | f.yaml:1:18: small: must be a whole number, not 'x'",
                "{name: a, colours: [blue, pink]} | f.yaml:1:27: colours[1]: must be one of dark-red, blue, not 'pink'",
                "{name: a, colours: blue}         | f.yaml:1:20: colours: must be a list",
                "{name: [a]}                      | f.yaml:1:8: name: must be a plain value",
                "{name: a, leaf: 3}               | f.yaml:1:17: leaf: must be a mapping of keys to values",
                "{name: a, leaves: [{wait: 1s}]}  | f.yaml:1:21: leaves[0].wait: unknown key; known here: count, wait-time",
                "{name: a, leaf: {wait-time: 5}}  | f.yaml:1:29: leaf.wait-time: must be a duration such as",
                "{name: bad}                      | f.yaml:1:1: configuration: bad needs leaves",
            })
    void shouldNamePlaceAndKeyOfWhatIsWrong(String yaml, String message) {
        assertThatThrownBy(() -> bind(yaml))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith(message);
    }
}
