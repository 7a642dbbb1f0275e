package io.carrick.server.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class YamlReaderTest {

    @Test
    void shouldRememberWhereEachValueWasWritten() throws Exception {
        Tree.Mapping root = (Tree.Mapping) YamlReader.read("a: 1\nb:\n  - x\n  -  y\n", "f.yaml");
        Tree.Sequence b = (Tree.Sequence) root.entries().get("b").value();
        assertThat(root.entries().get("b").key()).hasToString("f.yaml:2:1");
        assertThat(b.items().get(1).position()).hasToString("f.yaml:4:6");
    }

    @Test
    void shouldNameThePlaceOfBrokenYaml() {
        assertThatThrownBy(() -> YamlReader.read("a: 1\nb: [1, 2\n", "f.yaml"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("f.yaml:3:1: not YAML: ")
                .message()
                .doesNotContain("\n");
    }

    @Test
    void shouldRefuseAKeyThatOccursTwice() {
        assertThatThrownBy(() -> YamlReader.read("a: 1\nb: 2\na: 3\n", "f.yaml"))
                .hasMessage("f.yaml:3:1: key 'a' occurs twice");
    }

    @Test
    void shouldRefuseADocumentThatContainsItself() {
        assertThatThrownBy(() -> YamlReader.read("a: &x\n  b: *x\n", "f.yaml"))
                .hasMessageContaining("nested too deeply");
    }

    @Test
    void shouldReadAnEmptyDocumentAsAnEmptyMapping() throws Exception {
        assertThat(((Tree.Mapping) YamlReader.read("# nothing\n", "f.yaml")).entries())
                .isEmpty();
    }
}
