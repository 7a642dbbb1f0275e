package io.carrick.tck.half;

import io.carrick.tck.process.BrokerAddress;
import io.carrick.tck.process.JavaProcess;
import io.carrick.tck.process.ProcessOutput;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A life of {@link HalfProducerApplication}, as the test sees it. */
final class JavaHalfProducer implements HalfProducer {
    private static final Duration END_LIMIT = Duration.ofSeconds(10);

    private final Process process;
    private final ProcessOutput output;
    private boolean killed;

    JavaHalfProducer(BrokerAddress broker, Path directory, int life) throws IOException {
        process = JavaProcess.start(
                directory,
                List.of(),
                HalfProducerApplication.class.getName(),
                List.of(
                        broker.jmsUri(),
                        directory.toString(),
                        String.valueOf(life),
                        HalfMessageKillIT.GROUP,
                        HalfMessageKillIT.QUEUE));
        output = ProcessOutput.capture(process.getInputStream(), directory.resolve("producer.log"), "producer");
    }

    @Override
    public int stored() {
        return (int) output.lines().stream()
                .filter(line -> line.startsWith(HalfProducerApplication.STORED))
                .count();
    }

    @Override
    public List<String> failures() {
        List<String> failures = new ArrayList<>(output.lines());
        failures.removeIf(line -> !line.startsWith(HalfProducerApplication.CONTRADICTED));
        if (!killed && !process.isAlive()) {
            failures.add("ended by itself: " + output.lines());
        }
        return failures;
    }

    @Override
    public void brokerDown() {
        // The provider finds that out by itself.
    }

    @Override
    public void brokerUp() {
        // As before.
    }

    @Override
    public void kill() throws InterruptedException {
        killed |= process.isAlive();
        // Process.destroyForcibly() would close the pipe, too, with what has not been read from it.
        process.toHandle().destroyForcibly();
        process.waitFor();
        output.awaitEnd(END_LIMIT);
    }
}
