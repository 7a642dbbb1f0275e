package io.carrick.tck.xa;

import static org.assertj.core.api.Assertions.fail;
import static org.awaitility.Awaitility.await;

import io.carrick.tck.process.JavaProcess;
import io.carrick.tck.process.ProcessOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** A life of {@link TransferApplication}, as the test sees it. */
final class TransferProcess {
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final String COMMITTED = "COMMITTED ";

    private final Process process;
    private final ProcessOutput output;
    private int stops;

    private TransferProcess(Process process, ProcessOutput output) {
        this.process = process;
        this.output = output;
    }

    /** Starts the application; its log of transactions is in the directory. */
    static TransferProcess start(Path directory, List<String> arguments) throws IOException {
        Process process = JavaProcess.start(directory, List.of(), TransferApplication.class.getName(), arguments);
        return new TransferProcess(
                process,
                ProcessOutput.capture(process.getInputStream(), directory.resolve("application.log"), "application"));
    }

    /** Has one of its threads stop at a place. */
    void arm(Breakpoint.Place place, int passage) throws IOException {
        tell("STOP " + place + " " + passage);
    }

    /** Lets the thread that has stopped go on. */
    void release() throws IOException {
        tell("GO");
    }

    private void tell(String line) throws IOException {
        process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    /** Waits until a thread has stopped at the place that was armed last. */
    void awaitStop() {
        stops++;
        await("the application to stop where it was told to")
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> ended() || lines("AT ").count() == stops);
        assertLives();
    }

    /** Waits for so many commits in this life. */
    void awaitCommitted(long count) {
        await(count + " commits")
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> ended() || committed().size() >= count);
        assertLives();
    }

    /** What it has said to be committed. */
    List<String> committed() {
        return lines(COMMITTED).map(line -> line.substring(COMMITTED.length())).toList();
    }

    /** Transactions of which it could not say that they are whole. */
    List<String> heuristics() {
        return lines("HEURISTIC").toList();
    }

    private Stream<String> lines(String beginning) {
        return output.lines().stream().filter(line -> line.startsWith(beginning));
    }

    private boolean ended() {
        return !process.isAlive();
    }

    private void assertLives() {
        if (ended()) {
            output.awaitEnd(LIMIT);
            fail("ended with exit code %d: %s", process.exitValue(), String.join("\n", output.lines()));
        }
    }

    /** {@code kill -9}, and waits until all that it has printed is here. */
    void kill() throws InterruptedException {
        // Process.destroyForcibly() would close the pipe, too, with what has not been read from it.
        process.toHandle().destroyForcibly();
        process.waitFor();
        output.awaitEnd(LIMIT);
    }
}
