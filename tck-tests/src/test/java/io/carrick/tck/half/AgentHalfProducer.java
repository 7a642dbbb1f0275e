package io.carrick.tck.half;

import io.carrick.tck.client.ClientAgent;
import io.carrick.tck.client.ClientConnection;
import io.carrick.tck.client.ClientKind;
import io.carrick.tck.client.ClientSender;
import io.carrick.tck.client.OutgoingMessage;
import io.carrick.tck.client.SendOutcome;
import io.carrick.tck.crash.Workers;
import io.carrick.tck.process.BrokerAddress;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A life of a producer that speaks AMQP by a client of another language, over one connection for each thread. */
final class AgentHalfProducer implements HalfProducer {
    private static final int THREADS = 3;

    private final ClientAgent agent;
    private final BrokerAddress broker;
    private final int life;
    private final OrderTable.Writer orders;
    private final Workers threads = new Workers();
    private final AtomicInteger numbers = new AtomicInteger();
    private final AtomicInteger stored = new AtomicInteger();
    private volatile boolean killed;

    AgentHalfProducer(ClientKind kind, BrokerAddress broker, OrderTable table, int life) throws IOException {
        agent = ClientAgent.start(kind);
        this.broker = broker;
        this.life = life;
        orders = table.begin(life);
        for (int i = 0; i < THREADS; i++) {
            threads.start("half-producer-" + life + "-" + i, this::turn);
        }
    }

    private void turn() {
        try (ClientConnection connection = agent.connection().open(broker)) {
            ClientSender sender = connection.sender(HalfMessageKillIT.QUEUE);
            ClientSender resolver = connection.sender("$half");
            while (!threads.stopped()) {
                order(new HalfKey(life, numbers.incrementAndGet()), sender, resolver);
            }
        } catch (AssertionError e) {
            if (!killed) {
                throw e;
            }
        }
    }

    private void order(HalfKey key, ClientSender sender, ClientSender resolver) {
        accepted(key, sender.send(half(key)));
        stored.incrementAndGet();
        HalfKey.Fate fate = key.fate();
        if (fate != HalfKey.Fate.HELD) {
            orders.end(key, fate.commits());
        }
        if (!fate.needsCheckBack()) {
            accepted(key, resolver.send(decision(key)));
        }
    }

    private static void accepted(HalfKey key, SendOutcome outcome) {
        if (!outcome.accepted()) {
            throw new AssertionError(key + " was answered with " + outcome);
        }
    }

    private static OutgoingMessage half(HalfKey key) {
        return OutgoingMessage.text(key.text())
                .field("id", key.text())
                .annotation("x-opt-half-id", "string:" + key.text())
                .annotation("x-opt-half-group", "string:" + HalfMessageKillIT.GROUP)
                .annotation("x-opt-half-check-after", "int:" + HalfMessageKillIT.CHECK_AFTER.toMillis());
    }

    private static OutgoingMessage decision(HalfKey key) {
        return OutgoingMessage.text("")
                .field("correlation-id", key.text())
                .field("subject", key.fate().commits() ? "commit" : "rollback")
                .annotation("x-opt-half-group", "string:" + HalfMessageKillIT.GROUP);
    }

    @Override
    public int stored() {
        return stored.get();
    }

    @Override
    public List<String> failures() {
        return threads.failures().stream().map(Throwable::toString).toList();
    }

    @Override
    public void brokerDown() {
        threads.brokerDown();
    }

    @Override
    public void brokerUp() {
        threads.brokerUp();
    }

    @Override
    public void kill() throws IOException, InterruptedException {
        killed = true;
        threads.brokerDown();
        agent.kill();
        threads.stop();
        orders.close();
    }
}
