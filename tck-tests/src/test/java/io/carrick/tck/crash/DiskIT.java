package io.carrick.tck.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.carrick.tck.client.ClientAgent;
import io.carrick.tck.client.ClientConnection;
import io.carrick.tck.client.ClientKind;
import io.carrick.tck.client.ClientReceiver;
import io.carrick.tck.client.ClientSender;
import io.carrick.tck.client.OutgoingMessage;
import io.carrick.tck.client.ReceivedMessage;
import io.carrick.tck.client.SendOutcome;
import io.carrick.tck.process.BrokerAddress;
import io.carrick.tck.process.BrokerProcess;
import io.carrick.tck.process.CommandResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A full disk, a disk that fails a flush, and a power cut, with real file systems on loop devices. */
@Timeout(300)
class DiskIT {
    private static final Logger LOG = LoggerFactory.getLogger(DiskIT.class);
    private static final int CUTS = Integer.getInteger("carrick.cuts", 3);
    private static final String QUEUE = "disk";

    private final Path home = Path.of(System.getProperty("carrick.work", "target/work"))
            .toAbsolutePath()
            .resolve("disk-" + ProcessHandle.current().pid() + "-" + System.nanoTime());
    private Block block;
    private ClientAgent agent;

    @BeforeEach
    void start() throws IOException {
        block = new Block(home);
        agent = ClientAgent.start(ClientKind.RHEA);
    }

    @AfterEach
    void stop() throws IOException {
        agent.close();
        block.close();
    }

    private static BrokerProcess.Builder brokerOn(Path disk) {
        return BrokerProcess.named("disk")
                .data(disk.resolve("data"))
                .set("store.segment-size", "1MiB")
                .set("store.reserve", "4MiB");
    }

    private ClientConnection connect(BrokerProcess broker) {
        return agent.connection().open(new BrokerAddress("127.0.0.1", broker.port()));
    }

    private static OutgoingMessage message(int number) {
        return OutgoingMessage.sized(16_384).property("n", "int:" + number);
    }

    private static int numberOf(ReceivedMessage message) {
        String text = message.property("n");
        return Integer.parseInt(text.substring(text.indexOf(':') + 1));
    }

    private static Set<Integer> drain(ClientReceiver receiver) {
        Set<Integer> numbers = new HashSet<>();
        for (Optional<ReceivedMessage> next = receiver.poll(Duration.ofSeconds(3));
                next.isPresent();
                next = receiver.poll(Duration.ofSeconds(1))) {
            assertThat(next.get().field("size")).isEqualTo("16384");
            next.get().accept();
            numbers.add(numberOf(next.get()));
        }
        return numbers;
    }

    @Test
    void shouldRefuseProducersAndServeConsumersOnAFullDiskAndResume() throws Exception {
        Path disk = block.image(home.resolve("full.img"), "32m", "full", "mkfs.ext4", "-q");
        try (BrokerProcess broker = brokerOn(disk).start()) {
            ClientSender sender = connect(broker).sender(QUEUE);
            Set<Integer> acknowledged = new HashSet<>();
            SendOutcome outcome = sender.send(message(0));
            for (int n = 1; outcome.accepted() && n < 5000; n++) {
                acknowledged.add(n - 1);
                outcome = sender.send(message(n));
            }
            assertThat(outcome.name()).isEqualTo("rejected");
            assertThat(outcome.condition()).isEqualTo("amqp:resource-limit-exceeded");
            assertThat(acknowledged).hasSizeGreaterThan(100);

            assertThat(drain(connect(broker).receiver(QUEUE))).isEqualTo(acknowledged);

            await("space to be given back")
                    .atMost(Duration.ofSeconds(5))
                    .until(() -> sender.send(message(10_000)).accepted());
            assertThat(broker.alive()).isTrue();
            assertThat(broker.output()).noneMatch(line -> line.contains("InternalError"));
            assertThat(broker.stop()).isZero();
        }
    }

    @Test
    void shouldStopWithExitCode3WhenAFlushFailsAndKeepWhatWasAcknowledged() throws Exception {
        // The image promises 400 MB on a tmpfs of 48 MB: writes beyond that fail when they are flushed.
        Path memory = block.tmpfs("memory", "48m");
        Path disk = block.image(
                memory.resolve("backing.img"), "400m", "failing", "mkfs.ext4", "-q", "-J", "size=4", "-E", "nodiscard");
        Set<Integer> acknowledged = ConcurrentHashMap.newKeySet();
        BrokerProcess broker = brokerOn(disk).start();
        try {
            ClientSender sender = connect(broker).sender(QUEUE);
            for (int n = 0; broker.alive() && n < 20_000; n++) {
                int number = n;
                CompletableFuture<Void> sent = sender.begin(message(n)).thenAccept(outcome -> {
                    assertThat(outcome.accepted()).isTrue();
                    acknowledged.add(number);
                });
                if (!settled(sent)) {
                    break;
                }
            }
            assertThat(broker.awaitExit(Duration.ofSeconds(10))).isEqualTo(3);
            assertThat(acknowledged).hasSizeGreaterThan(100);
        } finally {
            broker.close();
        }
        block.unmount(disk);
        Block.root("mount", "-o", "remount,size=600m", memory.toString());
        Path healed = block.mount(memory.resolve("backing.img"), "healed");
        try (BrokerProcess again = brokerOn(healed).start()) {
            assertThat(drain(connect(again).receiver(QUEUE))).containsAll(acknowledged);
        }
    }

    /** Waits for an outcome; false when the connection ended without one or none came in time. */
    private static boolean settled(CompletableFuture<Void> sent) throws InterruptedException {
        try {
            sent.get(10, TimeUnit.SECONDS);
            return true;
        } catch (ExecutionException | TimeoutException e) {
            LOG.info("no outcome: {}", e.toString());
            return false;
        }
    }

    @Test
    void shouldKeepWhatWasAcknowledgedWhenThePowerIsCut() throws Exception {
        Path host = block.image(home.resolve("host.img"), "1g", "host", "mkfs.xfs", "-q", "-m", "reflink=1");
        Path image = host.resolve("disk.img");
        Path disk = block.image(image, "200m", "machine", "mkfs.ext4", "-q");
        try (BrokerProcess broker = brokerOn(disk).start()) {
            ClientSender sender = connect(broker).sender(QUEUE);
            Set<Integer> acknowledged = ConcurrentHashMap.newKeySet();
            int next = 0;
            for (int cut = 1; cut <= CUTS; cut++) {
                next = sendUntilCut(sender, acknowledged, next, image, host.resolve("cut" + cut + ".img"), cut);
            }
            assertThat(broker.stop()).isZero();
        }
    }

    /** Sends with a window open, cuts the power in the middle, and checks the disk that is left. */
    private int sendUntilCut(
            ClientSender sender, Set<Integer> acknowledged, int from, Path image, Path snapshot, int cut)
            throws Exception {
        int next = from;
        for (; next < from + 200; next++) {
            int number = next;
            CompletableFuture<Void> sent = sender.begin(message(next)).thenAccept(outcome -> acknowledged.add(number));
            if (next % 16 == 0) {
                sent.get(10, TimeUnit.SECONDS);
            }
        }
        Set<Integer> before = new HashSet<>(acknowledged);
        CommandResult.require("cp", "--reflink=always", image.toString(), snapshot.toString());
        assertThat(before).hasSizeGreaterThan(from + 100);
        Path left = block.mount(snapshot, "cut" + cut);
        try (BrokerProcess survivor = brokerOn(left).start()) {
            Set<Integer> found = drain(connect(survivor).receiver(QUEUE));
            assertThat(found).as("messages after cut %d", cut).containsAll(before);
            assertThat(found).as("nothing that was not sent").allMatch(number -> number < from + 200);
        }
        block.unmount(left);
        Files.delete(snapshot);
        return next;
    }
}
