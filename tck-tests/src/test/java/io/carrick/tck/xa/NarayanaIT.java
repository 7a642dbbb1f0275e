package io.carrick.tck.xa;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrick.jms.CarrickConnectionFactory;
import io.carrick.tck.process.BrokerProcess;
import io.carrick.tck.process.JavaProcess;
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
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Transactions of Narayana over a database server and two queues, with {@code kill -9} of the application, the database,
 * the broker, or several of them: at each of the named places of a commit, and anywhere. After a cycle of these deaths and
 * one pass of recovery every message is either where it came from, or in the table and in the other queue; what the
 * application saw committed is there, nothing is in doubt, nothing is left in the log, and nobody has decided
 * heuristically. {@code -Dcarrick.xa.cycles=20} and {@code
 * -Dcarrick.xa.commits=400} make it longer; {@code -Dcarrick.seed} repeats its choices.
 */
@Timeout(7200)
class NarayanaIT {
    private static final Logger LOG = LoggerFactory.getLogger(NarayanaIT.class);
    private static final int CYCLES = Integer.getInteger("carrick.xa.cycles", 1);
    /** A cycle with fewer transactions proves nothing. */
    private static final int COMMITTED_MIN = 500;

    private static final int DEATHS_ANYWHERE = 4;
    private static final int PASSAGES_MAX = 30;
    /** For transactions that are in doubt, and so that there is work left when somebody dies. */
    private static final int OFFERED_MORE = 30;
    /** Transactions that an application is to commit after it has outlived another part. */
    private static final int COMMITTED_AFTER_DEATH = Integer.getInteger("carrick.xa.commits", 60);

    private static final Duration LIMIT = Duration.ofMinutes(5);

    private final long seed = Long.getLong("carrick.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final Set<String> seenCommitted = new TreeSet<>();
    private BrokerProcess broker;
    private DatabaseProcess database;
    private Path directory;
    private TransferProcess application;
    private int offered;
    private int deaths;
    private int inDoubt;
    private int moved;

    /** What can be killed. */
    private enum Part {
        APPLICATION,
        BROKER,
        DATABASE
    }

    private static final List<Set<Part>> DEATHS_AT_EACH_PLACE = List.of(
            EnumSet.of(Part.DATABASE),
            EnumSet.of(Part.APPLICATION),
            EnumSet.of(Part.BROKER),
            EnumSet.of(Part.APPLICATION, Part.BROKER));

    @Test
    void shouldKeepDatabaseAndQueuesTogetherWhoeverDiesWherever() throws Exception {
        broker = BrokerProcess.named("narayana")
                .jvm("-XX:TieredStopAtLevel=1")
                // What a dead database refuses is tried again at once, as often as it takes.
                .configuration(
                        "addresses:\n  - pattern: " + TransferApplication.IN + "\n    delivery-attempts-max: 0\n")
                .start();
        directory = Files.createDirectories(broker.home().resolve("application"));
        database = new DatabaseProcess(broker.home().resolve("database"));
        try {
            database.start();
            database.createTable();
            for (int cycle = 1; cycle <= CYCLES; cycle++) {
                cycle(cycle);
            }
        } finally {
            database.close();
            broker.close();
            endApplication();
        }
        assertThat(inDoubt)
                .as("branches that recovery had to finish, seed %d", seed)
                .isPositive();
    }

    private void cycle(int cycle) throws Exception {
        int before = moved;
        for (Breakpoint.Place place : Breakpoint.Place.values()) {
            for (Set<Part> victims : DEATHS_AT_EACH_PLACE) {
                die(place, victims);
            }
        }
        for (int i = 0; i < DEATHS_ANYWHERE; i++) {
            Set<Part> victims = EnumSet.of(Part.values()[random.nextInt(Part.values().length)]);
            victims.add(Part.values()[random.nextInt(Part.values().length)]);
            die(null, victims);
        }
        endApplication();
        // Otherwise Derby's server (10.16) may never roll back unprepared work of a client that was killed.
        database.kill();
        database.start();
        recover("after cycle " + cycle + ", seed " + seed);
        LOG.info(
                "{} cycles, {} deaths, {} messages moved, {} branches found in doubt, seed {}",
                cycle,
                deaths,
                moved,
                inDoubt,
                seed);
        assertThat(moved - before)
                .as("transactions committed in cycle %d, seed %d", cycle, seed)
                .isGreaterThanOrEqualTo(COMMITTED_MIN);
    }

    /** @param place null for anywhere */
    private void die(Breakpoint.Place place, Set<Part> victims) throws Exception {
        LOG.info("{} die {}", victims, place == null ? "anywhere" : place);
        if (application == null) {
            startApplication();
        }
        if (place == null) {
            commit(random.nextInt(PASSAGES_MAX));
        } else {
            application.arm(place, 1 + random.nextInt(PASSAGES_MAX));
            offer(OFFERED_MORE + PASSAGES_MAX);
            application.awaitStop();
        }
        kill(victims);
        boolean goesOnAlone = random.nextBoolean();
        if (goesOnAlone) {
            goOn(place);
        }
        restart(victims);
        if (!goesOnAlone) {
            goOn(place);
        }
        if (application != null) {
            commit(COMMITTED_AFTER_DEATH);
        }
    }

    private void commit(int transactions) throws JMSException {
        int before = application.committed().size();
        offer(transactions + OFFERED_MORE);
        application.awaitCommitted(before + transactions);
    }

    private void goOn(Breakpoint.Place place) throws IOException {
        if (application != null && place != null) {
            application.release();
        }
    }

    private void kill(Set<Part> victims) throws InterruptedException {
        deaths += victims.size();
        if (victims.contains(Part.DATABASE)) {
            database.kill();
        }
        if (victims.contains(Part.BROKER)) {
            broker.kill();
        }
        if (victims.contains(Part.APPLICATION)) {
            endApplication();
        }
    }

    private void restart(Set<Part> victims) throws IOException {
        if (victims.contains(Part.DATABASE)) {
            database.start();
        }
        if (victims.contains(Part.BROKER)) {
            broker.start();
        }
    }

    private void startApplication() throws IOException {
        String first = random.nextBoolean() ? TransferApplication.DATABASE_FIRST : TransferApplication.BROKER_FIRST;
        application = TransferProcess.start(
                directory, List.of(directory.toString(), uri(), String.valueOf(database.port()), first));
    }

    private void endApplication() throws InterruptedException {
        if (application != null) {
            application.kill();
            seenCommitted.addAll(application.committed());
            assertThat(application.heuristics()).as("seed %d", seed).isEmpty();
            application = null;
        }
    }

    private String uri() {
        return "amqp://127.0.0.1:" + broker.port();
    }

    private void offer(int messages) throws JMSException {
        try (Connection connection = new CarrickConnectionFactory(uri()).createConnection();
                Session session = connection.createSession();
                MessageProducer producer = session.createProducer(session.createQueue(TransferApplication.IN))) {
            for (int i = 0; i < messages; i++) {
                producer.send(session.createTextMessage(Integer.toString(++offered)));
            }
        }
    }

    private void recover(String what) throws Exception {
        Process recovery = JavaProcess.start(
                directory,
                List.of(),
                RecoveryApplication.class.getName(),
                List.of(directory.toString(), uri(), String.valueOf(database.port())));
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
        moved = rows.size();
        assertThat(rows).as("rows when %s", what).doesNotHaveDuplicates().containsAll(seenCommitted);
        assertThat(values(lines, "OUT")).as("sent when %s", what).isEqualTo(rows);
        List<String> all = new ArrayList<>(rows);
        all.addAll(values(lines, "IN"));
        assertThat(all).as("rows and what was not received when %s", what).doesNotHaveDuplicates();
        assertThat(new TreeSet<>(all))
                .as("rows and what was not received when %s", what)
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
}
