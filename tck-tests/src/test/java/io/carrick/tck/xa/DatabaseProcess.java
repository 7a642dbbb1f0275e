package io.carrick.tck.xa;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrick.tck.process.JavaProcess;
import io.carrick.tck.process.ProcessOutput;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import javax.sql.XADataSource;
import org.apache.derby.jdbc.ClientXADataSource;

/** Derby's network server as a process of its own, started and killed on the same data and port. */
final class DatabaseProcess implements AutoCloseable {
    private static final String LOOPBACK = "127.0.0.1";
    private static final Duration READY_LIMIT = Duration.ofSeconds(60);

    private final Path home;
    private final int port;
    private Process process;

    DatabaseProcess(Path home) throws IOException {
        this.home = Files.createDirectories(home);
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName(LOOPBACK))) {
            port = free.getLocalPort();
        }
    }

    int port() {
        return port;
    }

    /** The data source of an application. */
    static XADataSource at(int port) {
        ClientXADataSource source = new ClientXADataSource();
        source.setServerName(LOOPBACK);
        source.setPortNumber(port);
        source.setDatabaseName("transfers");
        source.setCreateDatabase("create");
        return source;
    }

    /** Starts the server and returns when it takes connections. */
    void start() throws IOException {
        process = JavaProcess.start(
                home,
                List.of("-Dderby.system.home=" + home),
                "org.apache.derby.drda.NetworkServerControl",
                List.of("start", "-h", LOOPBACK, "-p", String.valueOf(port), "-noSecurityManager"));
        ProcessOutput output =
                ProcessOutput.capture(process.getInputStream(), home.resolve("database.log"), "database");
        assertThat(output.awaitLine(line -> line.contains("ready to accept connections"), READY_LIMIT))
                .as("the database does not start: %s", output.lines())
                .isPresent();
    }

    /** Creates the table that transactions write to. */
    void createTable() throws SQLException {
        javax.sql.XAConnection xa = at(port).getXAConnection();
        try (Connection sql = xa.getConnection();
                Statement create = sql.createStatement()) {
            create.execute("create table moved (id int not null)");
        } finally {
            xa.close();
        }
    }

    /** {@code kill -9}, and waits until the process is gone. */
    void kill() {
        try {
            process.destroyForcibly().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the database was killed", e);
        }
    }

    @Override
    public void close() {
        if (process != null) {
            kill();
        }
    }
}
