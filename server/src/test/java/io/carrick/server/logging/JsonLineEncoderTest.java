package io.carrick.server.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class JsonLineEncoderTest {

    @Test
    void shouldMakeOneLineOfAnEventWithAnException() throws Exception {
        LoggingEvent event = new LoggingEvent(
                "fqcn",
                new LoggerContext().getLogger("io.carrick.x"),
                Level.WARN,
                "it {} \"so\"",
                new IOException("disk\nfull"),
                new Object[] {"is"});
        String text = new String(new JsonLineEncoder().encode(event), StandardCharsets.UTF_8);
        assertThat(text).endsWith("\n").containsOnlyOnce("\n");
        JsonNode line = new ObjectMapper().readTree(text);
        assertThat(line.get("message").asText()).isEqualTo("it is \"so\"");
        assertThat(line.get("level").asText()).isEqualTo("WARN");
        assertThat(line.get("logger").asText()).isEqualTo("io.carrick.x");
        assertThat(line.get("exception").asText()).startsWith("java.io.IOException: disk\nfull");
    }
}
