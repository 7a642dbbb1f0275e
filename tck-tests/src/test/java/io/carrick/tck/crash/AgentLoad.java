package io.carrick.tck.crash;

import io.carrick.tck.client.ClientAgent;
import io.carrick.tck.client.ClientConnection;
import io.carrick.tck.client.ClientReceiver;
import io.carrick.tck.client.ClientSender;
import io.carrick.tck.client.LinkOptions;
import io.carrick.tck.client.OutgoingMessage;
import io.carrick.tck.client.ReceivedMessage;
import io.carrick.tck.client.SendOutcome;
import io.carrick.tck.process.BrokerAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Producers and consumers on an AMQP client of another language, one connection each. */
final class AgentLoad {
    private static final int WINDOW = 8;
    private static final Duration RECEIVE = Duration.ofMillis(200);

    private final ClientAgent agent;
    private final BrokerAddress broker;
    private final String queue;
    private final History history;

    AgentLoad(ClientAgent agent, BrokerAddress broker, String queue, History history) {
        this.agent = agent;
        this.broker = broker;
        this.queue = queue;
        this.history = history;
    }

    /** Keeps several messages on their way and records each outcome as it comes. */
    Workers.Turn producer(int number, Workers workers) {
        AtomicLong sequence = new AtomicLong();
        return () -> {
            ClientConnection connection = agent.connection().open(broker);
            ClientSender sender = connection.sender(queue);
            ArrayDeque<CompletableFuture<?>> window = new ArrayDeque<>();
            while (!workers.stopped()) {
                MessageKey message = new MessageKey(number, sequence.incrementAndGet());
                history.sendInvoked(message);
                window.add(sender.begin(OutgoingMessage.text(message.text()))
                        .thenAccept(outcome -> record(message, outcome)));
                if (window.size() == WINDOW) {
                    window.remove().get(30, TimeUnit.SECONDS);
                }
            }
            for (CompletableFuture<?> open : window) {
                open.get(30, TimeUnit.SECONDS);
            }
            connection.close();
        };
    }

    private void record(MessageKey message, SendOutcome outcome) {
        if (outcome.accepted()) {
            history.sendAcknowledged(message);
        } else {
            history.sendRefused(message);
        }
    }

    /** Accepts and settles each message; nobody confirms that. */
    Workers.Turn consumer(String name, Workers workers) {
        return turn(name, workers, false);
    }

    /** Accepts in receiver settle mode second: the broker's settlement confirms the consumption. */
    Workers.Turn confirmedConsumer(String name, Workers workers) {
        return turn(name, workers, true);
    }

    private Workers.Turn turn(String name, Workers workers, boolean second) {
        return () -> {
            ClientConnection connection = agent.connection().open(broker);
            LinkOptions options = connection.link().address(queue);
            ClientReceiver receiver = second ? options.settleSecond().openReceiver() : options.openReceiver();
            while (!workers.stopped()) {
                Optional<ReceivedMessage> next = receiver.poll(RECEIVE);
                if (next.isPresent()) {
                    MessageKey message = MessageKey.parse(next.get().text());
                    history.delivered(name, message, next.get().deliveryCount() > 0);
                    next.get().accept();
                    if (second) {
                        history.confirmed(message);
                    }
                }
            }
            connection.close();
        };
    }
}
