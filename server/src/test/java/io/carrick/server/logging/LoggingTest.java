package io.carrick.server.logging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.DefaultJoranConfigurator;
import io.carrick.server.config.LoggingConfiguration;
import io.carrick.server.config.LoggingConfiguration.LoggerConfiguration;
import io.carrick.server.operator.AuditLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class LoggingTest {
    @TempDir
    Path directory;

    private final Logger audit = LoggerFactory.getLogger(AuditLog.NAME);

    @AfterEach
    void restoreTheLoggingOfTests() {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        DefaultJoranConfigurator configurator = new DefaultJoranConfigurator();
        configurator.setContext(context);
        configurator.configure(context);
    }

    private static LoggingConfiguration configuration(List<LoggerConfiguration> loggers, Path auditFile) {
        return new LoggingConfiguration(
                LoggingConfiguration.Format.TEXT, LoggingConfiguration.Level.ERROR, loggers, Optional.of(auditFile));
    }

    @Test
    void shouldAddTheAuditLogToItsFileWhateverTheLevelIs() throws IOException {
        Path file = Files.writeString(directory.resolve("audit.log"), "earlier\n");
        Logging.configure(configuration(List.of(), file));

        audit.info("decided");
        LoggerFactory.getLogger("io.carrick.other").error("elsewhere");

        assertThat(Files.readAllLines(file)).hasSize(2).element(1).asString().endsWith("INFO  audit - decided");
    }

    @Test
    void shouldSilenceTheAuditLogByALevelOfItsOwn() throws IOException {
        Path file = directory.resolve("audit.log");
        LoggerConfiguration off = new LoggerConfiguration(AuditLog.NAME, LoggingConfiguration.Level.OFF);
        Logging.configure(configuration(List.of(off), file));

        audit.info("decided");

        assertThat(file).isEmptyFile();
    }

    @Test
    void shouldSayThatTheFileCannotBeWritten() {
        assertThatThrownBy(() -> Logging.configure(configuration(List.of(), directory)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(directory.toString());
    }
}
