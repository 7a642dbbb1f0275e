package io.carrick.broker.core;

import static io.carrick.broker.core.TestConnection.queue;
import static org.assertj.core.api.Assertions.assertThat;

import io.carrick.broker.AddressSettings;
import io.carrick.broker.Authorizer;
import io.carrick.broker.BrokerEnvironment;
import io.carrick.broker.BrokerSettings;
import io.carrick.broker.Delivery;
import io.carrick.broker.HalfSettings;
import io.carrick.broker.OutcomeSettings;
import io.carrick.broker.Producer;
import io.carrick.broker.core.TestConnection.Received;
import io.carrick.broker.settings.AddressSettingsOverride;
import io.carrick.store.CommitLogSettings;
import io.carrick.store.file.SimulatedDisk;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A broker on a simulated disk, with two clients and a queue "q", that a test holds against its model of it. Messages
 * stay in the queue however often they come back. For one thread.
 */
final class ModelledBroker implements AutoCloseable {
    static final int CLIENTS = 2;

    /** How a broker ends. */
    enum Stop {
        ORDERLY,
        KILL,
        POWER_CUT
    }

    private final PlantedFault fault;
    private final HalfSettings halfMessages;
    private final TestClock clock = new TestClock();
    private final TestConnection[] connections = new TestConnection[CLIENTS];
    private final Producer[] producers = new Producer[CLIENTS];
    private SimulatedDisk disk;
    private CarrickBroker broker;

    private ModelledBroker(long seed, PlantedFault fault, HalfSettings halfMessages) {
        this.fault = fault;
        this.halfMessages = halfMessages;
        disk = new SimulatedDisk(seed);
    }

    /** @param seed for what a power cut leaves on the disk */
    static ModelledBroker open(long seed, PlantedFault fault) throws IOException {
        return open(seed, fault, HalfSettings.DEFAULT);
    }

    /** @param seed for what a power cut leaves on the disk */
    static ModelledBroker open(long seed, PlantedFault fault, HalfSettings halfMessages) throws IOException {
        ModelledBroker opened = new ModelledBroker(seed, fault, halfMessages);
        opened.start();
        return opened;
    }

    private void start() throws IOException {
        AddressSettings patient = AddressSettingsOverride.builder()
                .deliveryAttemptsMax(0)
                .deliveryLossesMax(0)
                .autoDelete(false)
                .build()
                .over(AddressSettings.DEFAULT);
        broker = CarrickBroker.open(
                disk.root(),
                new BrokerSettings(
                        fault.log(new CommitLogSettings(64 << 10, 0, 64 << 10)),
                        20_000,
                        20_000,
                        30_000,
                        halfMessages,
                        OutcomeSettings.DEFAULT),
                new BrokerEnvironment(name -> patient, Authorizer.PERMIT_ALL, new TextFormat(), clock, cause -> {}));
        for (int client = 0; client < CLIENTS; client++) {
            connect(client);
        }
    }

    private void connect(int client) {
        connections[client] = new TestConnection(broker, "client-" + client);
        producers[client] = connections[client].producer(queue("q"));
    }

    CarrickBroker broker() {
        return broker;
    }

    TestConnection connection(int client) {
        return connections[client];
    }

    Producer producer(int client) {
        return producers[client];
    }

    long nowMillis() {
        return clock.millis();
    }

    void advance(Duration by) {
        clock.advance(by);
    }

    /** The connection of a client ends; it makes another one. */
    void lose(int client) {
        connections[client].connection.close();
        connect(client);
    }

    /** What a client is given from the queue next, for which it waits; the caller closes its consumer. */
    static Delivery next(Received consumer) throws InterruptedException {
        Delivery delivery = consumer.deliveries.poll(BrokerFixture.TIMEOUT_SECONDS, TimeUnit.SECONDS);
        assertThat(delivery).as("a message in the queue").isNotNull();
        return delivery;
    }

    void restart(Stop how) throws IOException {
        if (how == Stop.ORDERLY) {
            broker.close();
            startAnother();
        } else {
            takeDisk(how);
            startAfterDeath();
        }
    }

    /** The broker writes nothing more from now on; what it has answered before can still be looked at. */
    void takeDisk(Stop how) {
        if (how == Stop.KILL) {
            disk.kill();
        } else {
            disk.crash();
        }
    }

    /** What becomes of a broker without its disk: it is halted, and another one starts with what the disk holds. */
    void startAfterDeath() throws IOException {
        try {
            broker.halt();
        } catch (IOException expected) {
            // The disk is gone.
            assertThat(expected).isNotNull();
        }
        startAnother();
    }

    private void startAnother() throws IOException {
        disk = fault.between(disk);
        start();
    }

    /** Waits until the queue offers exactly these texts: what was rolled back is on its way back when the answer comes. */
    void awaitAvailable(Set<String> expected) {
        long deadline = System.nanoTime() + Duration.ofSeconds(2).toNanos();
        List<String> seen;
        do {
            Received browser = connections[0].browser(queue("q"), 0);
            seen = browser.drain(1000);
            browser.close();
        } while (!Set.copyOf(seen).equals(expected) && System.nanoTime() < deadline);
        assertThat(seen).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Override
    public void close() throws IOException {
        broker.close();
    }
}
