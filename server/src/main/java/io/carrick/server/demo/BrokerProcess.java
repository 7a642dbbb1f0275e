package io.carrick.server.demo;

import io.carrick.server.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A broker in a process of its own, made of the same class path as this one. */
final class BrokerProcess implements AutoCloseable {
    private static final Pattern READY = Pattern.compile("\\bready\\b.*\\bamqp=(\\S+)");
    private static final long TIMEOUT_SECONDS = 60;

    private final Process process;
    private final CompletableFuture<String> amqpAddress = new CompletableFuture<>();

    private BrokerProcess(Process process) {
        this.process = process;
    }

    /** Starts a broker on free ports and waits until it is ready. */
    static BrokerProcess start(Path dataDirectory) throws DemoException {
        try {
            Process process = new ProcessBuilder(command(dataDirectory))
                    .redirectErrorStream(true)
                    .start();
            // Whoever interrupts the demonstration does not want a broker left behind.
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            BrokerProcess broker = new BrokerProcess(process);
            Thread reader = new Thread(broker::readOutput, "broker-output");
            reader.setDaemon(true);
            reader.start();
            broker.amqpAddress();
            return broker;
        } catch (IOException e) {
            throw new DemoException("no process can be started: " + e.getMessage(), e);
        }
    }

    private static List<String> command(Path dataDirectory) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "run",
                "--port=0",
                "--http-port=0",
                "--data=" + dataDirectory,
                "--set=store.segment-size=16MiB",
                "--set=store.reserve=16MiB");
    }

    private void readOutput() {
        StringBuilder output = new StringBuilder();
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Matcher ready = READY.matcher(line);
                if (ready.find()) {
                    amqpAddress.complete(ready.group(1));
                }
                output.append(line).append('\n');
            }
            amqpAddress.completeExceptionally(new DemoException("the broker did not start:\n" + output));
        } catch (IOException e) {
            amqpAddress.completeExceptionally(new UncheckedIOException(e));
        }
    }

    /** Host and port of the AMQP listener. */
    String amqpAddress() throws DemoException {
        try {
            return amqpAddress.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new DemoException(e.getCause().getMessage(), e);
        } catch (TimeoutException e) {
            throw new DemoException("the broker was not ready after " + TIMEOUT_SECONDS + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DemoException("interrupted", e);
        }
    }

    long processId() {
        return process.pid();
    }

    /** As kill -9: the process gets no chance to do anything. */
    void kill() throws DemoException {
        process.destroyForcibly();
        awaitEnd();
    }

    /** As kill: an orderly stop. Returns the exit code. */
    int stop() throws DemoException {
        process.destroy();
        return awaitEnd();
    }

    private int awaitEnd() throws DemoException {
        try {
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                throw new DemoException("the broker did not end in " + TIMEOUT_SECONDS + " s");
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DemoException("interrupted", e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
