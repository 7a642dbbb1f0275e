package io.carrick.server.cli;

import io.carrick.server.config.ConfigurationLoader;
import io.carrick.server.config.ServerConfiguration;
import io.carrick.server.node.ExitStatus;
import io.carrick.server.yaml.ConfigurationException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that say which configuration is meant. */
final class ConfigurationOptions {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "YAML file; without one the broker serves this machine only (environment: CARRICK_CONFIG).")
    private Path config;

    @Option(names = "--data", paramLabel = "DIR", description = "Data directory; same as --set data=DIR.")
    private Path data;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Sets one key of the configuration, as in --set listeners[0].port=5673.")
    private List<String> settings = new ArrayList<>();

    /** Loads the configuration with further settings. */
    ServerConfiguration load(Map<String, String> environment, List<String> further) throws CommandFailure {
        List<String> all = new ArrayList<>(settings);
        if (data != null) {
            all.add("data=" + data);
        }
        all.addAll(further);
        Optional<Path> file = Optional.ofNullable(config)
                .or(() -> Optional.ofNullable(environment.get("CARRICK_CONFIG")).map(Path::of));
        try {
            return ConfigurationLoader.load(file, environment, all);
        } catch (ConfigurationException e) {
            throw new CommandFailure(ExitStatus.USAGE, e.getMessage());
        }
    }
}
