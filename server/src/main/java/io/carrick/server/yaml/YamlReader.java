package io.carrick.server.yaml;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Reads one YAML 1.2 document. */
public final class YamlReader {
    /** Deeper than any configuration; stops a document that contains itself through an alias. */
    private static final int DEPTH_MAX = 32;

    private final String source;

    private YamlReader(String source) {
        this.source = source;
    }

    /**
     * Reads a document.
     *
     * @param source what to call it in errors
     * @return an empty mapping for an empty document
     * @throws ConfigurationException if it is no YAML, or a key occurs twice or is not plain text
     */
    public static Tree read(String text, String source) throws ConfigurationException {
        return new YamlReader(source).read(text);
    }

    private Tree read(String text) throws ConfigurationException {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(source)
                .setUseMarks(true)
                .setAllowDuplicateKeys(true)
                .build();
        try {
            Optional<Node> root = new Compose(settings).composeString(text);
            return root.isEmpty() ? Tree.empty(new Position(source, 1, 1)) : tree(root.get(), 0);
        } catch (MarkedYamlEngineException e) {
            throw new ConfigurationException(position(e.getProblemMark()), "not YAML: " + firstLine(e.getProblem()));
        } catch (YamlEngineException e) {
            throw new ConfigurationException(Position.of(source), "not YAML: " + firstLine(e.getMessage()));
        }
    }

    private Tree tree(Node node, int depth) throws ConfigurationException {
        Position position = position(node.getStartMark());
        if (depth > DEPTH_MAX) {
            throw new ConfigurationException(position, "nested too deeply");
        }
        if (node instanceof ScalarNode scalar) {
            return new Tree.Scalar(Tag.NULL.equals(scalar.getTag()) ? null : scalar.getValue(), position);
        } else if (node instanceof SequenceNode sequence) {
            List<Tree> items = new ArrayList<>();
            for (Node item : sequence.getValue()) {
                items.add(tree(item, depth + 1));
            }
            return new Tree.Sequence(items, position);
        }
        return mapping((MappingNode) node, position, depth);
    }

    private Tree mapping(MappingNode node, Position position, int depth) throws ConfigurationException {
        Map<String, Tree.Entry> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : node.getValue()) {
            Position at = position(tuple.getKeyNode().getStartMark());
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                throw new ConfigurationException(at, "a key must be plain text");
            }
            Tree.Entry entry = new Tree.Entry(at, tree(tuple.getValueNode(), depth + 1));
            if (entries.put(key.getValue(), entry) != null) {
                throw new ConfigurationException(at, "key '" + key.getValue() + "' occurs twice");
            }
        }
        return new Tree.Mapping(entries, position);
    }

    private Position position(Optional<Mark> mark) {
        return mark.map(m -> new Position(source, m.getLine() + 1, m.getColumn() + 1))
                .orElse(Position.of(source));
    }

    private static String firstLine(String text) {
        return text == null ? "unreadable" : text.lines().findFirst().orElse("unreadable");
    }
}
