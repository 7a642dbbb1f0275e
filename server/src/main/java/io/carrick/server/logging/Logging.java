package io.carrick.server.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.encoder.Encoder;
import io.carrick.server.config.LoggingConfiguration;
import io.carrick.server.operator.AuditLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logging of the process. */
public final class Logging {
    private Logging() {}

    /**
     * Replaces whatever logging there is by what is configured, on standard output. The audit log is shown whatever the
     * level is, unless its own level is configured.
     *
     * @throws IOException if the file for the audit log cannot be written
     */
    public static void configure(LoggingConfiguration configuration) throws IOException {
        install(configuration, "System.out");
        if (configuration.auditFile().isPresent()) {
            audit(configuration.auditFile().get(), configuration.format());
        }
    }

    private static void audit(Path file, LoggingConfiguration.Format format) throws IOException {
        // The appender would only stay silent about it.
        Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)
                .close();
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        FileAppender<ILoggingEvent> appender = new FileAppender<>();
        appender.setContext(context);
        appender.setName("audit");
        appender.setFile(file.toString());
        appender.setEncoder(encoder(format, context));
        appender.start();
        context.getLogger(AuditLog.NAME).addAppender(appender);
    }

    /** Warnings and errors only, as text on standard error: for commands whose output is their result. */
    public static void quiet() {
        install(
                new LoggingConfiguration(
                        LoggingConfiguration.Format.TEXT, LoggingConfiguration.Level.WARN, List.of(), Optional.empty()),
                "System.err");
    }

    private static void install(LoggingConfiguration configuration, String target) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(context);
        appender.setName("console");
        appender.setTarget(target);
        appender.setEncoder(encoder(configuration.format(), context));
        appender.start();
        ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.addAppender(appender);
        root.setLevel(Level.toLevel(configuration.level().name()));
        context.getLogger(AuditLog.NAME).setLevel(Level.INFO);
        configuration
                .loggers()
                .forEach(l -> context.getLogger(l.name())
                        .setLevel(Level.toLevel(l.level().name())));
    }

    private static Encoder<ILoggingEvent> encoder(LoggingConfiguration.Format format, LoggerContext context) {
        Encoder<ILoggingEvent> encoder = format == LoggingConfiguration.Format.JSON
                ? new JsonLineEncoder()
                : new TextLineEncoder(ZoneId.systemDefault());
        encoder.setContext(context);
        encoder.start();
        return encoder;
    }
}
