package io.carrick.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.carrick.benchmarks.load.Settings;
import io.carrick.benchmarks.load.StandardWorkload;
import io.carrick.benchmarks.measure.ProcessProbe;
import io.carrick.benchmarks.measure.Result;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Command line of the load driver. Prints, for each part measured, one line for a person and one line of JSON. Exit
 * code 0: every message arrived exactly once; 1: one was lost, doubled or damaged, or the run broke; 2: wrong usage.
 */
@Command(
        name = "load-driver",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "Runs one workload against a broker and reports throughput, latency and CPU per message.")
public final class LoadDriver implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "WORKLOAD",
            description = "One of: ${COMPLETION-CANDIDATES}",
            completionCandidates = Names.class)
    private String workload;

    @Option(names = "--client", description = "Class of the client's connection factory, with a constructor (String).")
    private String client = "org.apache.qpid.jms.JmsConnectionFactory";

    @Option(names = "--uri", description = "Where the broker is, as the client wants it.")
    private String uri = "amqp://127.0.0.1:5672";

    @Option(names = "--user", description = "User name; without it no credentials are sent.")
    private String user;

    @Option(names = "--password", description = "Password of the user.")
    private String password;

    @Option(names = "--broker", description = "Label of the broker in the report.")
    private String broker = "broker";

    @Option(names = "--broker-pid", description = "Process to take the broker's CPU and memory from.")
    private Long brokerPid;

    @Option(names = "--producers", description = "Sending sessions; the workload's own number without it.")
    private Integer producers;

    @Option(
            names = "--consumers",
            description = "Receiving sessions; the workload's own number without it, for "
                    + "sync-send as many as producers.")
    private Integer consumers;

    @Option(names = "--sessions-per-connection", description = "Sessions that share a connection.")
    private Integer sessionsPerConnection;

    @Option(names = "--window", description = "Unconfirmed messages per producer of an asynchronous send.")
    private int window = 512;

    @Option(names = "--batch", description = "Messages per transaction.")
    private int batch = 1;

    @Option(names = "--size", description = "Body of each message, bytes.")
    private int size = 1024;

    @Option(names = "--non-persistent", description = "Send messages that need not survive a restart.")
    private boolean nonPersistent;

    @Option(names = "--warm-up-seconds", description = "Load before measuring, at most.")
    private int warmUpSeconds = 5;

    @Option(names = "--warm-up-messages", description = "Messages before measuring, at most.")
    private long warmUpMessages = Long.MAX_VALUE;

    @Option(names = "--seconds", description = "Measured load, at most.")
    private int seconds = 10;

    @Option(names = "--messages", description = "Measured messages, at most.")
    private long messages = Long.MAX_VALUE;

    @Option(names = "--patience-seconds", description = "Gives up when nothing at all happens for so long.")
    private int patienceSeconds = 30;

    /** Runs the driver and exits with its code. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new LoadDriver()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        StandardWorkload chosen = StandardWorkload.named(workload)
                .orElseThrow(() -> new ParameterException(spec.commandLine(), "unknown workload: " + workload));
        List<Result> results = chosen.run(settings(chosen));
        PrintWriter out = spec.commandLine().getOut();
        for (Result result : results) {
            out.println(result.line());
            out.println(JSON.writeValueAsString(result));
        }
        out.flush();
        return results.stream().allMatch(r -> r.verdict().clean()) ? 0 : 1;
    }

    private Settings settings(StandardWorkload chosen) {
        try {
            return new Settings(
                    new Settings.Target(
                            broker,
                            ClientFactory.create(client, uri),
                            user,
                            password,
                            brokerPid == null ? null : new ProcessProbe(brokerPid)),
                    load(chosen),
                    new Settings.Bounds(
                            new Settings.Limit(Duration.ofSeconds(warmUpSeconds), warmUpMessages),
                            new Settings.Limit(Duration.ofSeconds(seconds), messages),
                            Duration.ofSeconds(patienceSeconds)));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private Settings.Load load(StandardWorkload chosen) {
        int senders = orElse(producers, chosen.producers());
        boolean paired = chosen.producers() == chosen.consumers();
        return new Settings.Load(
                senders,
                orElse(consumers, paired ? senders : chosen.consumers()),
                orElse(sessionsPerConnection, chosen.sessionsPerConnection()),
                window,
                batch,
                size,
                !nonPersistent);
    }

    private static int orElse(Integer given, int otherwise) {
        return given == null ? otherwise : given;
    }

    /** Names of the workloads, for the help text. */
    static final class Names implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(StandardWorkload.values())
                    .map(StandardWorkload::label)
                    .iterator();
        }
    }
}
