package io.carrick.broker.core;

import io.carrick.broker.AddressSettings;
import io.carrick.broker.Administration.QueueStatus;
import io.carrick.broker.Authorizer;
import io.carrick.broker.BrokerEnvironment;
import io.carrick.broker.BrokerSettings;
import io.carrick.broker.HalfSettings;
import io.carrick.broker.Identity;
import io.carrick.broker.OutcomeSettings;
import io.carrick.store.CommitLogSettings;
import io.carrick.store.file.FileLogDirectory;
import io.carrick.store.file.LogDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A broker on a directory of its own that tests can restart, crash, and give settings by address. */
final class BrokerFixture implements AutoCloseable {
    static final long TIMEOUT_SECONDS = 20;

    private static final Logger LOG = LoggerFactory.getLogger(BrokerFixture.class);
    private static final int COPIES_MAX = 20;

    final TestClock clock = new TestClock();
    final TextFormat format = new TextFormat();
    final Map<String, AddressSettings> settings = new HashMap<>();
    Authorizer authorizer = Authorizer.PERMIT_ALL;
    CommitLogSettings log = new CommitLogSettings(1 << 20, 0, 1 << 20);
    long cacheBytes = 8 << 20;
    long memoryOnlyBytes = 8 << 20;
    long checkpointEveryBytes = 1 << 18;
    HalfSettings halfMessages = HalfSettings.DEFAULT;
    OutcomeSettings branchOutcomes = OutcomeSettings.DEFAULT;

    private final Path root;
    private final List<TestConnection> connections = new ArrayList<>();
    private Path data;
    private int generation;
    private LogDirectory open;
    private CarrickBroker broker;
    private volatile Throwable failure;

    BrokerFixture(Path root) {
        this.root = root;
        data = root.resolve("data-0");
    }

    BrokerFixture start() {
        try {
            Files.createDirectories(data);
            BrokerSettings given = new BrokerSettings(
                    log, cacheBytes, memoryOnlyBytes, checkpointEveryBytes, halfMessages, branchOutcomes);
            open = FileLogDirectory.at(data);
            broker = CarrickBroker.open(
                    open,
                    given,
                    new BrokerEnvironment(
                            name -> settings.getOrDefault(name, AddressSettings.DEFAULT),
                            (who, permission, address) -> authorizer.permits(who, permission, address),
                            format,
                            clock,
                            cause -> failure = cause));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    TestConnection connect(String containerId) {
        TestConnection connection = new TestConnection(broker, containerId);
        connections.add(connection);
        return connection;
    }

    TestConnection connectAs(String user) {
        TestConnection connection = new TestConnection(broker, user, new Identity(user, Set.of()));
        connections.add(connection);
        return connection;
    }

    CarrickBroker broker() {
        return broker;
    }

    Throwable failure() {
        return failure;
    }

    /** Stops in good order and starts again. */
    void restart() {
        stop();
        start();
    }

    private void stop() {
        try {
            broker.close();
            open.close();
            connections.clear();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts again from what the files hold now, as after a kill. */
    void crash() {
        try {
            Path survivor = root.resolve("data-" + ++generation);
            copy(data, survivor);
            broker.halt();
            open.close();
            connections.clear();
            data = survivor;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start();
    }

    /**
     * Copies while the broker runs, until no file was created, renamed or deleted meanwhile: otherwise the copy could
     * hold an old checkpoint without the segments that only a newer one has freed.
     */
    private static void copy(Path from, Path to) throws IOException {
        for (int attempt = 1; attempt <= COPIES_MAX; attempt++) {
            Path copy = to.resolveSibling(to.getFileName() + "-" + attempt);
            try {
                List<Path> before = names(from);
                copyOnce(from, copy);
                if (names(from).equals(before)) {
                    Files.move(copy, to);
                    return;
                }
            } catch (NoSuchFileException deletedMeanwhile) {
                LOG.debug("Copying again, {} was deleted", deletedMeanwhile.getFile());
            }
        }
        throw new IOException("Files came and went during each of " + COPIES_MAX + " copies of " + from);
    }

    private static List<Path> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.sorted().toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static void copyOnce(Path from, Path to) throws IOException {
        for (Path file : names(from)) {
            Path target = to.resolve(from.relativize(file).toString());
            if (Files.isDirectory(file)) {
                Files.createDirectories(target);
            } else {
                Files.copy(file, target);
            }
        }
    }

    /** Name of the newest checkpoint on disk, empty if there is none. */
    String newestCheckpoint() {
        try (Stream<Path> files = Files.list(data.resolve("checkpoints"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("checkpoint-"))
                    .max(Comparator.naturalOrder())
                    .orElse("");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Directory of the broker. */
    Path data() {
        return data;
    }

    QueueStatus queue(String name) {
        return await(broker.administration().queues()).stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no queue " + name));
    }

    static <T> T await(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        stop();
    }
}
