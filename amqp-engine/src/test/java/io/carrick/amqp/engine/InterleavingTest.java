package io.carrick.amqp.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.transport.AmqpError;
import org.junit.jupiter.api.RepeatedTest;

/**
 * Two engines whose applications do what they may in any order, while bytes cross in pieces of any size: neither may ever
 * think that the other broke the protocol, nothing may be lost or told twice.
 */
class InterleavingTest {
    private static final int STEPS = 1_000;
    private static final int LINKS_MAX = 30;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final EnginePair pair = EnginePair.opened();
    private final EngineSide client = pair.client;
    private final EngineSide server = pair.server;
    private final List<Session> sessions = new ArrayList<>();
    private final List<RecordingSender> senders = new ArrayList<>();
    private final List<RecordingReceiver> receivers = new ArrayList<>();
    private final List<Link> unanswered = new ArrayList<>();
    /** What was sent over each link, by its name. */
    private final Map<String, List<String>> sent = new HashMap<>();

    private int begins;
    private int links;
    private int messages;

    @RepeatedTest(100)
    void shouldKeepBothSidesInAgreement() {
        server.answersAttach = link -> {
            if (random.nextInt(3) == 0) {
                unanswered.add(link);
            } else {
                answer(link);
            }
        };
        try {
            for (int i = 0; i < STEPS; i++) {
                step();
                assertThat(client.connection.error()).isNull();
                assertThat(server.connection.error()).isNull();
            }
            settleDown();
            verify();
            client.connection.close(null);
            pair.run();
            verifyEnd();
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("seed " + seed + ", client " + client.events + ", server " + server.events, e);
        }
    }

    private void step() {
        switch (random.nextInt(16)) {
            case 0 -> begin();
            case 1 -> attach();
            case 2, 3 -> send(pick(senders));
            case 4 -> send(pick(server.senders));
            case 5 -> grant(pick(receivers));
            case 6 -> grant(pick(server.receivers));
            case 7 -> settle(pick(receivers));
            case 8 -> settle(pick(server.receivers));
            case 9 -> answerLate();
            case 10 -> drain();
            case 11 -> endSomething();
            case 12 -> throttle(random.nextBoolean() ? client : server);
            case 13 -> server.read(client, 1 + random.nextInt(2_000));
            case 14 -> client.read(server, 1 + random.nextInt(2_000));
            default -> flush();
        }
    }

    private <T> T pick(List<T> all) {
        return all.isEmpty() ? null : all.get(random.nextInt(all.size()));
    }

    private void begin() {
        if (sessions.size() < 5) {
            begins++;
            sessions.add(client.beginSession());
        }
    }

    private void attach() {
        Session session = pick(sessions);
        if (session == null || links == LINKS_MAX) {
            return;
        }
        String name = "link" + links++;
        sent.put(name, new ArrayList<>());
        if (random.nextBoolean()) {
            senders.add(client.attachSender(session, EngineSide.attach(name)));
        } else {
            receivers.add(client.attachReceiver(session, EngineSide.attach(name)));
        }
    }

    private void answer(Link link) {
        if (random.nextInt(8) == 0) {
            link.refuse(Errors.of(AmqpError.NOT_ALLOWED, "not today"));
        } else {
            EngineSide.accept(link);
        }
    }

    private void answerLate() {
        if (!unanswered.isEmpty()) {
            answer(unanswered.remove(random.nextInt(unanswered.size())));
        }
    }

    private void send(RecordingSender sender) {
        if (sender != null && sender.link.ready()) {
            String message = messages++ + "-" + "m".repeat(random.nextInt(4) == 0 ? random.nextInt(5_000) : 10);
            sent.get(sender.link.name()).add(message);
            boolean settled = random.nextInt(4) == 0;
            sender.link.send(Payload.of(message.getBytes(StandardCharsets.US_ASCII)), settled, null, message);
        }
    }

    private void grant(RecordingReceiver receiver) {
        if (receiver != null) {
            switch (random.nextInt(4)) {
                case 0 -> receiver.link.drain();
                case 1 -> receiver.link.pull(random.nextInt(4));
                default -> receiver.link.grant(random.nextInt(10));
            }
        }
    }

    private void settle(RecordingReceiver receiver) {
        if (receiver != null) {
            receiver.received.stream()
                    .filter(delivery -> random.nextBoolean())
                    .forEach(delivery -> delivery.settle(Accepted.getInstance()));
        }
    }

    private void drain() {
        RecordingSender sender = random.nextBoolean() ? pick(senders) : pick(server.senders);
        if (sender != null && !sender.link.sending()) {
            sender.link.drained();
        }
    }

    private void endSomething() {
        if (random.nextInt(4) > 0) {
            return;
        }
        List<Link> all = new ArrayList<>();
        for (EngineSide side : List.of(client, server)) {
            (side == client ? senders : server.senders).forEach(sender -> all.add(sender.link));
            (side == client ? receivers : server.receivers).forEach(receiver -> all.add(receiver.link));
        }
        Link link = pick(all);
        if (link != null && random.nextInt(3) > 0) {
            link.detach(random.nextBoolean(), random.nextBoolean() ? Errors.of(AmqpError.INTERNAL_ERROR, "x") : null);
        } else if (link != null && random.nextInt(3) == 0) {
            link.session().end(random.nextBoolean() ? Errors.of(AmqpError.INTERNAL_ERROR, "x") : null);
            sessions.removeIf(session -> session == link.session());
        }
    }

    private void throttle(EngineSide side) {
        side.writable = !side.writable;
        if (side.writable) {
            side.connection.writable();
        }
    }

    private void flush() {
        client.connection.flush(0);
        server.connection.flush(0);
    }

    /** Everything that waits for something gets it. */
    private void settleDown() {
        while (!unanswered.isEmpty()) {
            answerLate();
        }
        for (EngineSide side : List.of(client, server)) {
            side.writable = true;
            side.connection.writable();
        }
        pair.run();
        receivers.forEach(this::settleAll);
        server.receivers.forEach(this::settleAll);
        pair.run();
    }

    private void settleAll(RecordingReceiver receiver) {
        receiver.received.forEach(delivery -> delivery.settle(Accepted.getInstance()));
    }

    private void verify() {
        assertThat(client.connection.error()).isNull();
        assertThat(server.connection.error()).isNull();
        Map<String, RecordingReceiver> serverReceivers = new HashMap<>();
        server.receivers.forEach(receiver -> serverReceivers.put(receiver.link.name(), receiver));
        Map<String, RecordingSender> serverSenders = new HashMap<>();
        server.senders.forEach(sender -> serverSenders.put(sender.link.name(), sender));
        senders.forEach(sender -> verify(sender, serverReceivers.get(sender.link.name())));
        receivers.forEach(receiver -> verify(serverSenders.get(receiver.link.name()), receiver));
    }

    private void verify(RecordingSender sender, RecordingReceiver receiver) {
        if (sender == null || receiver == null) {
            return;
        }
        List<String> expected = sent.get(sender.link.name());
        if (sender.link.attached() && receiver.link.attached()) {
            assertThat(receiver.messages).isEqualTo(expected);
            assertThat(sender.link.unsettled()).isEmpty();
            assertThat(sender.link.sending()).isFalse();
            if (!receiver.link.draining()) {
                assertThat(sender.link.credit()).isEqualTo(receiver.link.credit());
            }
        } else {
            assertThat(receiver.messages).isEqualTo(expected.subList(0, receiver.messages.size()));
        }
        assertThat(sender.disposed).doesNotHaveDuplicates();
    }

    private void verifyEnd() {
        assertThat(client.events.stream().filter("closed"::equals)).hasSize(1);
        assertThat(server.events.stream().filter("closed"::equals)).hasSize(1);
        assertThat(client.events.stream().filter(e -> e.startsWith("ended"))).hasSize(begins);
        senders.forEach(sender -> assertThat(sender.ends).isOne());
        receivers.forEach(receiver -> assertThat(receiver.ends).isOne());
        server.senders.forEach(sender -> assertThat(sender.ends).isOne());
        server.receivers.forEach(receiver -> assertThat(receiver.ends).isOne());
    }
}
