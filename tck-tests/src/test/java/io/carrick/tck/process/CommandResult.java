package io.carrick.tck.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What a command that ran to its end left behind.
 *
 * @param exitCode its exit code
 * @param output its standard output
 * @param errors its standard error
 */
public record CommandResult(int exitCode, String output, String errors) {

    /** Runs the broker's command line, for example {@code version}. */
    public static CommandResult carrick(String... arguments) throws IOException, InterruptedException {
        return run(Duration.ofSeconds(60), BrokerDistribution.command(List.of("-Xmx128m"), List.of(arguments)));
    }

    /** Runs any command. */
    public static CommandResult run(Duration limit, List<String> command) throws IOException, InterruptedException {
        Path out = Files.createTempFile("command", ".out");
        Path err = Files.createTempFile("command", ".err");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
                throw new AssertionError("still running after " + limit + ": " + command + "\n" + Files.readString(out)
                        + Files.readString(err));
            }
            return new CommandResult(
                    process.exitValue(),
                    Files.readString(out, StandardCharsets.UTF_8),
                    Files.readString(err, StandardCharsets.UTF_8));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    /** Runs a command that a test needs to have succeeded, such as {@code mount}. */
    public static String require(String... command) throws IOException, InterruptedException {
        CommandResult result = run(Duration.ofSeconds(60), List.of(command));
        if (result.exitCode() != 0) {
            throw new AssertionError("exit code " + result.exitCode() + " of " + List.of(command) + ": "
                    + result.output() + result.errors());
        }
        return result.output();
    }
}
