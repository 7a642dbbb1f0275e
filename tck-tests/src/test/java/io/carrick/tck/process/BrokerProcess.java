package io.carrick.tck.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The broker as a process with its data directory: started, killed, stopped and started again on the same data and
 * ports. Its output goes to {@code target/work/NAME/broker.log}. Not safe for use by several threads, except
 * {@link #kill()}.
 */
public final class BrokerProcess implements AutoCloseable {
    private static final Duration READY_LIMIT = Duration.ofSeconds(60);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
    private static final Pattern ENDPOINT = Pattern.compile("\\b([a-z][a-z0-9-]*)=([^\\s=:]+):(\\d+)");
    private static final AtomicInteger STARTED = new AtomicInteger();

    private final Path home;
    private final List<String> jvmOptions;
    private final List<String> settings;
    private final Optional<Path> configuration;
    private final Path data;
    private final Map<String, Integer> ports = new LinkedHashMap<>();
    private Process process;
    private ProcessOutput output;

    private BrokerProcess(Builder builder) {
        this.home = builder.home;
        this.jvmOptions = List.copyOf(builder.jvmOptions);
        this.settings = List.copyOf(builder.settings);
        this.configuration = Optional.ofNullable(builder.configuration);
        this.data = builder.data == null ? home.resolve("data") : builder.data;
    }

    /** A broker with the embedded default configuration, in a fresh directory under {@code target/work}. */
    public static Builder named(String name) {
        Path work = Path.of(System.getProperty("carrick.work", "target/work")).toAbsolutePath();
        return new Builder(work.resolve(name + "-" + ProcessHandle.current().pid() + "-" + STARTED.incrementAndGet()));
    }

    /** Starts the broker and returns when it has printed that it is ready. */
    public BrokerProcess start() {
        launch();
        String ready = output.awaitLine(line -> line.contains("ready") && line.contains("amqp="), READY_LIMIT)
                .orElseThrow(() -> new AssertionError("the broker did not become ready; its output:\n" + tail()));
        Matcher endpoints = ENDPOINT.matcher(ready);
        while (endpoints.find()) {
            ports.put(endpoints.group(1), Integer.parseInt(endpoints.group(3)));
        }
        return this;
    }

    /** Starts the broker without waiting for anything: for tests that expect it not to come up. */
    public void launch() {
        List<String> arguments = new ArrayList<>(List.of("run", "--data", data.toString()));
        arguments.addAll(List.of("--port", String.valueOf(ports.getOrDefault("amqp", 0))));
        arguments.addAll(List.of("--http-port", String.valueOf(ports.getOrDefault("http", 0))));
        configuration.ifPresent(file -> arguments.addAll(List.of("--config", file.toString())));
        settings.forEach(setting -> arguments.addAll(List.of("--set", setting)));
        try {
            Files.createDirectories(home);
            process = new ProcessBuilder(BrokerDistribution.command(jvmOptions, arguments))
                    .directory(home.toFile())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        output = ProcessOutput.capture(process.getInputStream(), home.resolve("broker.log"), "broker");
    }

    /** {@code kill -9}, and waits until the process is gone. */
    public void kill() {
        try {
            process.destroyForcibly().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the broker was killed", e);
        }
    }

    /** {@code SIGSTOP}: the process stays, its sockets stay, and nothing is answered until {@link #thaw()}. */
    public void freeze() {
        signal("STOP");
    }

    /** {@code SIGCONT}: goes on as if nothing had been. */
    public void thaw() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            CommandResult.require("kill", "-" + name, String.valueOf(process.pid()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the broker was signalled", e);
        }
    }

    /** {@code SIGTERM}: asks for an orderly stop and returns the exit code. */
    public int stop() {
        process.destroy();
        return awaitExit(STOP_LIMIT);
    }

    /** Waits for the broker to end by itself and returns its exit code. */
    public int awaitExit(Duration limit) {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("the broker still runs after " + limit + "; its output:\n" + tail());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the broker ended", e);
        }
        output.awaitEnd(Duration.ofSeconds(5));
        return process.exitValue();
    }

    /** Whether the process runs. */
    public boolean alive() {
        return process.isAlive();
    }

    /** The port of a listener by the name in the ready line, such as {@code amqp} or {@code http}. */
    public int port(String listener) {
        Integer port = ports.get(listener);
        if (port == null) {
            throw new IllegalArgumentException("the ready line names no listener " + listener + ", only " + ports);
        }
        return port;
    }

    /** The AMQP port of the embedded default listener. */
    public int port() {
        return port("amqp");
    }

    /** The directory that holds the durable data. */
    public Path data() {
        return data;
    }

    /** The directory of this broker: data, log and what a test puts there. */
    public Path home() {
        return home;
    }

    /** What the broker has printed since it was started last. */
    public List<String> output() {
        return output.lines();
    }

    /** The first line that contains a text, waiting for it. */
    public String awaitOutput(String text) {
        return output.awaitLine(line -> line.contains(text), STOP_LIMIT)
                .orElseThrow(() -> new AssertionError("no line with '" + text + "' in the output:\n" + tail()));
    }

    private String tail() {
        List<String> lines = output.lines();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 60), lines.size()));
    }

    /** Kills the broker if it still runs. */
    @Override
    public void close() {
        if (process != null && process.isAlive()) {
            kill();
        }
    }

    /** What a broker is started with. */
    public static final class Builder {
        private final Path home;
        private final List<String> jvmOptions = new ArrayList<>(List.of("-Xmx256m"));
        private final List<String> settings = new ArrayList<>();
        private Path configuration;
        private Path data;

        private Builder(Path home) {
            this.home = home;
        }

        /** Adds {@code --set key=value}. */
        public Builder set(String key, String value) {
            settings.add(key + "=" + value);
            return this;
        }

        /** Adds an option of the Java virtual machine. */
        public Builder jvm(String option) {
            jvmOptions.add(option);
            return this;
        }

        /** Uses a configuration file with this text. */
        public Builder configuration(String yaml) {
            try {
                Files.createDirectories(home);
                configuration = Files.writeString(home.resolve("carrick.yaml"), yaml);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return this;
        }

        /** Puts the data elsewhere than under the broker's own directory. */
        public Builder data(Path directory) {
            data = directory;
            return this;
        }

        /** Builds the broker without starting it. */
        public BrokerProcess build() {
            return new BrokerProcess(this);
        }

        /** Builds and starts the broker; returns when it is ready. */
        public BrokerProcess start() {
            BrokerProcess broker = build();
            try {
                return broker.start();
            } catch (RuntimeException | Error e) {
                broker.close();
                throw e;
            }
        }
    }
}
