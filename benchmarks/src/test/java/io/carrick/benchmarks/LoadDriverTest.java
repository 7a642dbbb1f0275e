package io.carrick.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class LoadDriverTest {
    private final StringWriter errors = new StringWriter();
    private final CommandLine driver = new CommandLine(new LoadDriver()).setErr(new PrintWriter(errors, true));

    @Test
    void shouldRefuseAnUnknownWorkload() {
        assertThat(driver.execute("juggling")).isEqualTo(2);
        assertThat(errors.toString()).contains("unknown workload: juggling");
    }

    @Test
    void shouldRefuseAClassThatIsNoConnectionFactory() {
        assertThat(driver.execute("sync-send", "--client", "java.lang.String")).isEqualTo(2);
        assertThat(errors.toString()).contains("java.lang.String is not a jakarta.jms.ConnectionFactory");
    }

    @Test
    void shouldNameTheUriThatAClientRefuses() {
        assertThatThrownBy(() -> ClientFactory.create(JmsConnectionFactory.class.getName(), "no uri"))
                .hasMessageContaining("refuses no uri");
    }
}
