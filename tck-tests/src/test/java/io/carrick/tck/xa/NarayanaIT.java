package io.carrick.tck.xa;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrick.jms.CarrickConnectionFactory;
import io.carrick.tck.process.BrokerProcess;
import io.carrick.tck.process.ProcessOutput;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Transactions of Narayana over a database and two queues, with {@code kill -9} of the application, the broker or both:
 * at each of the named places of a commit, and anywhere. After these five deaths and one pass of recovery every message is
 * either where it came from, or in the table and in the other queue; nothing is in doubt, nothing is left in the log, and
 * nobody has decided heuristically. {@code -Dcarrick.xa.cycles=100} makes it longer; {@code -Dcarrick.seed} repeats its
 * choices.
 */
@Timeout(7200)
class NarayanaIT {
    private static final Logger LOG = LoggerFactory.getLogger(NarayanaIT.class);
    private static final int CYCLES = Integer.getInteger("carrick.xa.cycles", 1);
    private static final int TRANSACTIONS = 12;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final long seed = Long.getLong("carrick.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private int offered;
    private int inDoubt;
    private int moved;

    /** Who is killed. */
    private enum Victim {
        APPLICATION,
        BROKER,
        BOTH
    }

    @Test
    void shouldKeepDatabaseAndQueuesTogetherWhoeverDiesWherever() throws Exception {
        try (BrokerProcess broker = BrokerProcess.named("narayana").start()) {
            Path directory = Files.createDirectories(broker.home().resolve("application"));
            for (int cycle = 0; cycle < CYCLES; cycle++) {
                for (Breakpoint.Place place : Breakpoint.Place.values()) {
                    Victim victim = Victim.values()[(place.ordinal() + cycle) % Victim.values().length];
                    round(broker, directory, place, victim);
                }
                round(broker, directory, null, Victim.values()[random.nextInt(Victim.values().length)]);
                recover(broker, directory, "after cycle " + cycle + ", seed " + seed);
            }
        }
        LOG.info("{} cycles, {} messages moved, {} branches found in doubt, seed {}", CYCLES, moved, inDoubt, seed);
        assertThat(inDoubt)
                .as("branches that recovery had to finish, seed %d", seed)
                .isPositive();
    }

    /** @param place null for anywhere */
    private void round(BrokerProcess broker, Path directory, Breakpoint.Place place, Victim victim) throws Exception {
        String what = victim + " dies " + (place == null ? "anywhere" : place) + ", seed " + seed;
        offer(broker);
        List<String> arguments = new ArrayList<>(List.of(directory.toString(), uri(broker), "" + TRANSACTIONS));
        if (place != null) {
            arguments.addAll(List.of(place.name(), "" + (1 + random.nextInt(4))));
        }
        Process application = start("TransferApplication", directory, arguments);
        ProcessOutput output = ProcessOutput.capture(
                application.getInputStream(), directory.resolve("application.log"), "application");
        try {
            String awaited = place == null ? "COMMITTED" : "AT " + place;
            assertThat(output.awaitLine(line -> line.startsWith(awaited), LIMIT))
                    .as("%s: %s", what, output.lines())
                    .isPresent();
            if (place == null) {
                output.awaitLine(line -> line.startsWith("DONE"), Duration.ofMillis(1 + random.nextInt(60)));
            }
            kill(broker, application, victim);
            if (victim == Victim.BROKER && place != null) {
                application.getOutputStream().write('\n');
                application.getOutputStream().flush();
            }
            assertThat(application.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS))
                    .as("%s: %s", what, output.lines())
                    .isTrue();
        } finally {
            application.destroyForcibly().waitFor();
        }
        assertThat(output.lines()).as(what).noneMatch(line -> line.startsWith("HEURISTIC"));
    }

    private static void kill(BrokerProcess broker, Process application, Victim victim) throws InterruptedException {
        if (victim != Victim.APPLICATION) {
            broker.kill();
        }
        if (victim != Victim.BROKER) {
            application.destroyForcibly().waitFor();
        }
        if (victim != Victim.APPLICATION) {
            broker.start();
        }
    }

    private static String uri(BrokerProcess broker) {
        return "amqp://127.0.0.1:" + broker.port();
    }

    private void offer(BrokerProcess broker) throws JMSException {
        try (Connection connection = new CarrickConnectionFactory(uri(broker)).createConnection();
                Session session = connection.createSession();
                MessageProducer producer = session.createProducer(session.createQueue(TransferApplication.IN))) {
            for (int i = 0; i < TRANSACTIONS; i++) {
                producer.send(session.createTextMessage(Integer.toString(++offered)));
            }
        }
    }

    private void recover(BrokerProcess broker, Path directory, String what) throws Exception {
        Process recovery = start("RecoveryApplication", directory, List.of(directory.toString(), uri(broker)));
        ProcessOutput output =
                ProcessOutput.capture(recovery.getInputStream(), directory.resolve("recovery.log"), "recovery");
        try {
            assertThat(recovery.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS))
                    .as("recovery when %s: %s", what, output.lines())
                    .isTrue();
        } finally {
            recovery.destroyForcibly().waitFor();
        }
        output.awaitEnd(LIMIT);
        List<String> lines = output.lines();
        assertThat(lines).as("recovery when %s", what).contains("DOUBT 0", "LOG 0", "DONE");
        inDoubt += Integer.parseInt(value(lines, "FOUND"));
        List<String> rows = values(lines, "MOVED");
        List<String> out = values(lines, "OUT");
        List<String> in = values(lines, "IN");
        moved = rows.size();
        assertThat(rows).as("rows when %s", what).doesNotHaveDuplicates();
        assertThat(out).as("sent when %s", what).isEqualTo(rows);
        List<String> all = new ArrayList<>(rows);
        all.addAll(in);
        assertThat(all).as("rows and what was not received when %s", what).doesNotHaveDuplicates();
        assertThat(new TreeSet<>(all))
                .isEqualTo(new TreeSet<>(IntStream.rangeClosed(1, offered)
                        .mapToObj(Integer::toString)
                        .toList()));
    }

    private static String value(List<String> lines, String name) {
        return lines.stream()
                .filter(line -> line.startsWith(name + " "))
                .findFirst()
                .orElseThrow()
                .substring(name.length() + 1);
    }

    private static List<String> values(List<String> lines, String name) {
        String joined = value(lines, name);
        return joined.isEmpty() ? List.of() : Arrays.asList(joined.split(","));
    }

    private static Process start(String application, Path directory, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "io.carrick.tck.xa." + application));
        command.addAll(arguments);
        return new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
    }
}
