package io.carrick.server.config;

import io.carrick.server.yaml.ConfigurationException;
import io.carrick.server.yaml.KeyPath;
import io.carrick.server.yaml.Position;
import io.carrick.server.yaml.RecordBinder;
import io.carrick.server.yaml.Schema;
import io.carrick.server.yaml.Tree;
import io.carrick.server.yaml.YamlReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Puts a configuration together. The embedded default comes first; each top-level key of the file replaces the
 * default's; then the environment and then the command line set single keys.
 */
public final class ConfigurationLoader {
    private static final String PREFIX = "CARRICK_";

    /** Variables with a meaning of their own. */
    private static final Set<String> NOT_KEYS = Set.of(
            "CARRICK_OPTS",
            "CARRICK_HOME",
            "CARRICK_CONFIG",
            "CARRICK_URL",
            "CARRICK_USER",
            "CARRICK_PASSWORD",
            "CARRICK_NEW_PASSWORD");

    /** What Kubernetes sets in every container beside a service of the name "carrick". */
    private static final Pattern SERVICE_LINK =
            Pattern.compile("CARRICK_(.*_)?(SERVICE_(HOST|PORT.*)|PORT(_\\d+_(TCP|UDP).*)?)");

    private ConfigurationLoader() {}

    /**
     * Loads a configuration.
     *
     * @param file YAML file, if there is one
     * @param environment of the process
     * @param settings {@code key=value} from the command line; a later one wins
     * @throws ConfigurationException naming the first key that is wrong, and its place
     */
    public static ServerConfiguration load(Optional<Path> file, Map<String, String> environment, List<String> settings)
            throws ConfigurationException {
        Tree tree = embeddedDefault();
        if (file.isPresent()) {
            tree = replaceTopLevel(
                    tree, YamlReader.read(text(file.get()), file.get().toString()));
        }
        for (Map.Entry<String, String> variable : new TreeMap<>(environment).entrySet()) {
            tree = applyVariable(tree, variable.getKey(), variable.getValue());
        }
        for (String setting : settings) {
            tree = applySetting(tree, setting);
        }
        return RecordBinder.bind(tree, ServerConfiguration.class);
    }

    private static Tree embeddedDefault() throws ConfigurationException {
        try (InputStream in = ConfigurationLoader.class.getResourceAsStream("default.yaml")) {
            return YamlReader.read(new String(in.readAllBytes(), StandardCharsets.UTF_8), "embedded default");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) throws ConfigurationException {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new ConfigurationException(file + ": no such file", e);
        } catch (CharacterCodingException e) {
            throw new ConfigurationException(file + ": not UTF-8 text", e);
        } catch (IOException e) {
            throw new ConfigurationException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private static Tree replaceTopLevel(Tree base, Tree file) throws ConfigurationException {
        if (!(file instanceof Tree.Mapping mapping)) {
            throw new ConfigurationException(file.position(), "must be a mapping of keys to values");
        }
        Map<String, Tree.Entry> entries = new LinkedHashMap<>(((Tree.Mapping) base).entries());
        entries.putAll(mapping.entries());
        return new Tree.Mapping(entries, file.position());
    }

    private static Tree applyVariable(Tree tree, String name, String value) throws ConfigurationException {
        if (!name.startsWith(PREFIX) || NOT_KEYS.contains(name)) {
            return tree;
        }
        Position position = Position.of("environment variable " + name);
        Optional<KeyPath> key = Schema.keyOfVariable(ServerConfiguration.class, name.substring(PREFIX.length()));
        if (key.isEmpty()) {
            if (SERVICE_LINK.matcher(name).matches()) {
                return tree;
            }
            throw new ConfigurationException(position, "means no key of the configuration");
        }
        return tree.with(key.get(), RecordBinder.literal(value, position));
    }

    private static Tree applySetting(Tree tree, String setting) throws ConfigurationException {
        int equals = setting.indexOf('=');
        if (equals < 1) {
            throw new ConfigurationException(Position.of("--set " + setting), "must be key=value");
        }
        String key = setting.substring(0, equals).trim();
        Position position = Position.of("--set " + key);
        try {
            return tree.with(KeyPath.parse(key), RecordBinder.literal(setting.substring(equals + 1), position));
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(position, e.getMessage());
        }
    }
}
