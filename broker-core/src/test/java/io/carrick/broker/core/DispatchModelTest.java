package io.carrick.broker.core;

import static io.carrick.broker.core.TestConnection.queue;
import static org.assertj.core.api.Assertions.assertThat;

import io.carrick.broker.Delivery;
import io.carrick.broker.Outcome;
import io.carrick.broker.Producer;
import io.carrick.broker.core.TestConnection.Received;
import io.carrick.broker.core.TestConnection.Sent;
import io.carrick.store.Seeds;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random consumers, selectors, credits and settlements against a naive model of one queue. After each step, when the
 * broker is quiet, nothing that could be dispatched is left lying: there is no consumer with credit for a ready message
 * that it wants. Nobody gets what is held or gone, what it does not want, or more than its credit.
 */
class DispatchModelTest {
    private static final int STEPS = 80;
    private static final int BROKERS = 10;
    private static final String[] COLOURS = {"red", "green", "blue"};

    @TempDir
    Path directory;

    @Test
    void shouldGiveEverythingToWhoeverWantsIt() {
        List<BrokerFixture> brokers = new ArrayList<>();
        for (int i = 0; i < BROKERS; i++) {
            brokers.add(new BrokerFixture(directory.resolve("broker-" + i)).start());
        }
        try {
            Seeds.forEach(seed -> new Run(seed, brokers.get((int) (seed % BROKERS))).all());
        } finally {
            brokers.forEach(BrokerFixture::close);
        }
    }

    /** One seed, on a queue of its own. */
    private static final class Run {
        private final Random random;
        private final BrokerFixture broker;
        private final String name;
        private final boolean grouped;
        private final Producer producer;
        private final TestConnection connection;
        private final List<Client> clients = new ArrayList<>();
        private final Map<String, String> colourOf = new HashMap<>();
        private final Map<String, Client> holders = new HashMap<>();
        private final Set<String> ready = new HashSet<>();
        private final Map<String, Set<Client>> refused = new HashMap<>();
        private int next;

        Run(long seed, BrokerFixture broker) {
            random = Seeds.random(seed);
            this.broker = broker;
            name = "q" + seed;
            grouped = random.nextInt(4) == 0;
            connection = broker.connect("client-" + seed);
            producer = connection.producer(queue(name));
        }

        void all() {
            for (int step = 0; step < STEPS; step++) {
                step();
                collect();
                if (!grouped) {
                    checkNothingWaitsForSomebodyWhoWantsIt();
                }
            }
            for (Client client : List.copyOf(clients)) {
                close(client);
            }
            Client last = new Client(null, 1_000_000);
            clients.add(last);
            collectUntil(ready::isEmpty);
            assertThat(ready)
                    .as("left over by %s, grouped %s", broker.queue(name), grouped)
                    .isEmpty();
            connection.connection.close();
        }

        private void step() {
            switch (random.nextInt(9)) {
                case 0, 1, 2 -> send(1 + random.nextInt(4));
                case 3 -> open();
                case 4 -> credit();
                case 5, 6, 7 -> settle();
                default -> {
                    if (random.nextInt(3) == 0 && !clients.isEmpty()) {
                        close(clients.get(random.nextInt(clients.size())));
                    }
                }
            }
        }

        private void send(int count) {
            List<Sent> sent = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                String colour = COLOURS[random.nextInt(COLOURS.length)];
                String text = "colour=" + colour + "\n" + String.format("%06d", next++);
                int priority = random.nextInt(4) == 0 ? random.nextInt(10) : 4;
                boolean durable = random.nextInt(4) > 0;
                String group = grouped ? colour : null;
                colourOf.put(text, colour);
                ready.add(text);
                sent.add(connection.sendAsync(
                        producer,
                        text,
                        message -> message.durable(durable).priority(priority).groupId(group),
                        null));
            }
            sent.forEach(Sent::value);
        }

        private void open() {
            if (clients.size() < 6) {
                clients.add(new Client(
                        random.nextBoolean() ? null : COLOURS[random.nextInt(COLOURS.length)], random.nextInt(4)));
            }
        }

        private void credit() {
            if (!clients.isEmpty()) {
                Client client = clients.get(random.nextInt(clients.size()));
                // Never lowered: what is on its way then would be beyond it.
                client.limit = Math.max(client.limit, client.given + random.nextInt(5));
                client.received.consumer.credit(client.limit, false);
            }
        }

        private void settle() {
            List<Client> holding =
                    clients.stream().filter(client -> !client.held.isEmpty()).toList();
            if (holding.isEmpty()) {
                return;
            }
            Client client = holding.get(random.nextInt(holding.size()));
            Delivery delivery = client.held.remove(random.nextInt(client.held.size()));
            String text = TextFormat.text(delivery.message());
            holders.remove(text);
            switch (random.nextInt(6)) {
                case 0 -> settle(client, delivery, text, Outcome.RELEASED, false);
                case 1 -> settle(client, delivery, text, new Outcome.Modified(true, false, 0), false);
                case 2 -> settle(client, delivery, text, new Outcome.Modified(false, true, 0), true);
                default -> connection.settle(delivery, Outcome.ACCEPTED);
            }
        }

        private void settle(Client client, Delivery delivery, String text, Outcome outcome, boolean refuses) {
            ready.add(text);
            if (refuses) {
                refused.computeIfAbsent(text, t -> new HashSet<>()).add(client);
            }
            connection.settle(delivery, outcome);
        }

        private void close(Client client) {
            client.received.close();
            client.take();
            clients.remove(client);
            for (Delivery delivery : client.held) {
                String text = TextFormat.text(delivery.message());
                holders.remove(text);
                ready.add(text);
            }
        }

        /** Takes what was delivered, when all that was asked for is done: each question is a turn of the core. */
        private void collect() {
            int quiet = 0;
            while (quiet < 3) {
                broker.queue(name);
                quiet = clients.stream().mapToInt(Client::take).sum() == 0 ? quiet + 1 : 0;
            }
        }

        /** The journal may take its time. */
        private void collectUntil(BooleanSupplier condition) {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(BrokerFixture.TIMEOUT_SECONDS);
            while (!condition.getAsBoolean() && System.nanoTime() < deadline) {
                collect();
            }
        }

        private void checkNothingWaitsForSomebodyWhoWantsIt() {
            collectUntil(() -> waiting().isEmpty());
            assertThat(waiting())
                    .as("ready for a consumer with credit of %s", broker.queue(name))
                    .isEmpty();
        }

        private List<String> waiting() {
            List<String> waiting = new ArrayList<>();
            for (Client client : clients) {
                for (String text : ready) {
                    if (client.given < client.limit && client.wants(text)) {
                        waiting.add(text);
                    }
                }
            }
            return waiting;
        }

        private final class Client {
            private final String colour;
            private final Received received;
            private final List<Delivery> held = new ArrayList<>();
            private long limit;
            private long given;

            Client(String colour, long limit) {
                this.colour = colour;
                this.limit = limit;
                received = colour == null
                        ? connection.consumer(queue(name), limit)
                        : connection.consumer(queue(name), "colour = '" + colour + "'", limit);
            }

            boolean wants(String text) {
                return (colour == null || colour.equals(colourOf.get(text)))
                        && !refused.getOrDefault(text, Set.of()).contains(this);
            }

            int take() {
                int taken = 0;
                for (Delivery delivery = received.deliveries.poll();
                        delivery != null;
                        delivery = received.deliveries.poll()) {
                    String text = TextFormat.text(delivery.message());
                    assertThat(ready.remove(text)).as("%s is ready", text).isTrue();
                    assertThat(holders.put(text, this)).as("holder of %s", text).isNull();
                    assertThat(wants(text)).as("%s is wanted", text).isTrue();
                    assertThat(++given).as("deliveries").isLessThanOrEqualTo(limit);
                    held.add(delivery);
                    taken++;
                }
                return taken;
            }
        }
    }
}
