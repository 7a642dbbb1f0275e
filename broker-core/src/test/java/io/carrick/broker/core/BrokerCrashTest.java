package io.carrick.broker.core;

import static io.carrick.broker.core.TestConnection.queue;
import static org.assertj.core.api.Assertions.assertThat;

import io.carrick.broker.AddressSettings;
import io.carrick.broker.Authorizer;
import io.carrick.broker.BrokerEnvironment;
import io.carrick.broker.BrokerError;
import io.carrick.broker.BrokerSettings;
import io.carrick.broker.Delivery;
import io.carrick.broker.Message;
import io.carrick.broker.Outcome;
import io.carrick.broker.Producer;
import io.carrick.broker.Reply;
import io.carrick.broker.SendEvents;
import io.carrick.broker.Transaction;
import io.carrick.broker.core.TestConnection.Received;
import io.carrick.store.CommitLogSettings;
import io.carrick.store.Seeds;
import io.carrick.store.file.SimulatedDisk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * The whole broker on a simulated disk: work, a power cut or a kill in the midst of it, and again. Nothing accepted is
 * lost, nothing whose settlement was confirmed comes back, transactions are whole or absent, what comes a second time
 * is marked, and order holds.
 */
class BrokerCrashTest {
    private static final int GENERATIONS = 3;

    @Test
    void shouldLoseNothingDoubleNothingAndTearNothingInACrash() {
        Seeds.forEach(seed -> new Run(seed).all());
    }

    /** One seed. */
    private static final class Run {
        private final Random random;
        private final SimulatedDisk disk;
        private final Set<Integer> sent = ConcurrentHashMap.newKeySet();
        private final Set<Integer> accepted = ConcurrentHashMap.newKeySet();
        private final Set<Integer> delivered = new HashSet<>();
        private final Set<Integer> settling = new HashSet<>();
        private final Set<Integer> settled = ConcurrentHashMap.newKeySet();
        private final Set<Integer> gone = new HashSet<>();
        private final List<int[]> pairs = new ArrayList<>();
        private int next;

        Run(long seed) {
            random = Seeds.random(seed);
            disk = new SimulatedDisk(seed);
        }

        void all() throws Exception {
            for (int generation = 0; generation < GENERATIONS; generation++) {
                CarrickBroker broker = open();
                work(broker);
                if (random.nextBoolean()) {
                    disk.crash();
                } else {
                    disk.kill();
                }
                halt(broker);
                check();
            }
        }

        private CarrickBroker open() throws IOException {
            BrokerSettings settings =
                    new BrokerSettings(new CommitLogSettings(64 << 10, 0, 64 << 10), 20_000, 20_000, 30_000);
            return CarrickBroker.open(
                    disk.root(),
                    settings,
                    new BrokerEnvironment(
                            name -> AddressSettings.DEFAULT,
                            Authorizer.PERMIT_ALL,
                            new TextFormat(),
                            new TestClock(),
                            cause -> {}));
        }

        private static void halt(CarrickBroker broker) {
            try {
                broker.halt();
            } catch (IOException expected) {
                // The disk is gone.
                assertThat(expected).isNotNull();
            }
        }

        private void work(CarrickBroker broker) throws InterruptedException {
            TestConnection connection = new TestConnection(broker, "client");
            Producer producer = connection.producer(queue("q"));
            Received received = connection.consumer(queue("q"), 0);
            long credit = 0;
            for (int steps = random.nextInt(120); steps > 0; steps--) {
                switch (random.nextInt(8)) {
                    case 0, 1, 2 -> send(producer);
                    case 3 -> sendPair(connection, producer);
                    case 4 -> received.consumer.credit(credit += random.nextInt(5), false);
                    case 5 -> sendAndWait(connection, producer);
                    default -> settleOne(connection, received);
                }
            }
        }

        private int nextNumber() {
            next++;
            sent.add(next);
            return next;
        }

        private void sendAndWait(TestConnection connection, Producer producer) {
            int number = nextNumber();
            connection.send(producer, number + " waited for", message -> message);
            accepted.add(number);
        }

        private void send(Producer producer) {
            int number = nextNumber();
            String text = number + " " + "x".repeat(random.nextInt(600));
            producer.send(null, message(text), null, new Outcomes(() -> accepted.add(number)));
        }

        private static Message message(String text) {
            return Message.builder()
                    .durable(true)
                    .encoded(text.getBytes(StandardCharsets.UTF_8))
                    .build();
        }

        private void sendPair(TestConnection connection, Producer producer) {
            Transaction transaction = connection.connection.beginTransaction();
            int first = nextNumber();
            int second = nextNumber();
            pairs.add(new int[] {first, second});
            producer.send(null, message(first + " "), transaction, null);
            producer.send(null, message(second + " "), transaction, null);
            transaction.commit(Reply.of(
                    done -> {
                        accepted.add(first);
                        accepted.add(second);
                    },
                    error -> {}));
        }

        private void settleOne(TestConnection connection, Received received) throws InterruptedException {
            Delivery delivery = received.deliveries.poll(1, TimeUnit.MILLISECONDS);
            if (delivery == null) {
                return;
            }
            int number = number(delivery);
            checkDelivered(number, delivery);
            if (random.nextInt(4) == 0) {
                connection.connection.settle(List.of(delivery), new Outcome.Modified(true, false, 0), null);
                return;
            }
            settling.add(number);
            connection.connection.settle(
                    List.of(delivery), Outcome.ACCEPTED, Reply.of(done -> settled.add(number), error -> {}));
        }

        private void checkDelivered(int number, Delivery delivery) {
            assertThat(sent).contains(number);
            assertThat(gone).doesNotContain(number);
            if (!delivered.add(number)) {
                assertThat(delivery.deliveryCount())
                        .as("delivery count of message %d, which was delivered before", number)
                        .isPositive();
            }
        }

        /** Opens what the crash has left, looks at all of it, and leaves it there. */
        private void check() throws Exception {
            gone.addAll(settled);
            CarrickBroker broker = open();
            TestConnection connection = new TestConnection(broker, "checker");
            Received received = connection.consumer(queue("q"), 0);
            received.drain(Integer.MAX_VALUE);
            List<Integer> there = new ArrayList<>();
            for (Delivery delivery : received.deliveries) {
                there.add(number(delivery));
                checkDelivered(number(delivery), delivery);
            }
            assertThat(there).doesNotHaveDuplicates();
            assertThat(there).as("order").isSorted();
            for (int number : accepted) {
                if (!settling.contains(number)) {
                    assertThat(there).as("accepted message %d", number).contains(number);
                }
            }
            for (int[] pair : pairs) {
                if (!settling.contains(pair[0]) && !settling.contains(pair[1])) {
                    assertThat(there.contains(pair[0]))
                            .as("both or none of %d and %d", pair[0], pair[1])
                            .isEqualTo(there.contains(pair[1]));
                }
            }
            for (int number : settling) {
                if (!there.contains(number)) {
                    gone.add(number);
                }
            }
            broker.close();
        }

        private static int number(Delivery delivery) {
            String text = TextFormat.text(delivery.message());
            return Integer.parseInt(text.substring(0, text.indexOf(' ')));
        }
    }

    /** Runs something when a message is accepted. */
    private record Outcomes(Runnable whenAccepted) implements SendEvents {
        @Override
        public void accepted() {
            whenAccepted.run();
        }

        @Override
        public void rejected(BrokerError error) {}

        @Override
        public void released(BrokerError error) {}
    }
}
