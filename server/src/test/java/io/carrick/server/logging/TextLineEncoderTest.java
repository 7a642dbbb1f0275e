package io.carrick.server.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class TextLineEncoderTest {
    private static String line(String user, Throwable cause) {
        LoggingEvent event = new LoggingEvent(
                "fqcn",
                new LoggerContext().getLogger("io.carrick.server.Login"),
                Level.WARN,
                "login refused user={}",
                cause,
                new Object[] {user});
        event.setInstant(Instant.parse("2026-01-02T03:04:05.678Z"));
        return new String(new TextLineEncoder(ZoneId.of("+02:00")).encode(event), StandardCharsets.UTF_8);
    }

    @Test
    void shouldMakeOneLineOfAnEvent() {
        assertThat(line("jürgen 猫", null))
                .isEqualTo("2026-01-02T05:04:05.678+02:00 WARN  Login - login refused user=jürgen 猫\n");
    }

    @Test
    void shouldNotLetAClientWriteLinesOfItsOwn() {
        assertThat(line("x\r\n2026 INFO ready\u001b[2J\u0085\u2028\u202e", null))
                .endsWith("user=x\\u000d\\u000a2026 INFO ready\\u001b[2J\\u0085\\u2028\\u202e\n")
                .containsOnlyOnce("\n");
    }

    @Test
    void shouldIndentAllLinesOfAnException() {
        String text = line("x", new IOException("disk\n2026 INFO ready", new IllegalStateException("full")));

        assertThat(text.lines().skip(1))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line).startsWith("    "))
                .anySatisfy(line -> assertThat(line).contains("Caused by: java.lang.IllegalStateException: full"));
    }
}
