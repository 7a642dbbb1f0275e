package io.carrick.server.config;

import io.carrick.server.yaml.Default;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What is logged, to standard output.
 *
 * @param loggers levels of single packages or classes
 * @param auditFile what operators decide goes there, too
 */
public record LoggingConfiguration(
        @Default("text") Format format,
        @Default("info") Level level,
        List<LoggerConfiguration> loggers,
        Optional<Path> auditFile) {
    /** One event per line. */
    public enum Format {
        TEXT,
        JSON
    }

    /** The least severe events shown. */
    public enum Level {
        ERROR,
        WARN,
        INFO,
        DEBUG,
        TRACE,
        OFF
    }

    /** The level of one package or class and all below it. */
    public record LoggerConfiguration(String name, Level level) {}
}
