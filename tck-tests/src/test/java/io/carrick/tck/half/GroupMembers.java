package io.carrick.tck.half;

import io.carrick.tck.client.ClientAgent;
import io.carrick.tck.client.ClientConnection;
import io.carrick.tck.client.ClientKind;
import io.carrick.tck.client.ClientReceiver;
import io.carrick.tck.client.ReceivedMessage;
import io.carrick.tck.crash.Workers;
import io.carrick.tck.process.BrokerAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Members of the group that only answer, by the table, on a client of another language. */
final class GroupMembers implements AutoCloseable {
    private static final Duration RECEIVE = Duration.ofMillis(200);

    private final ClientAgent agent;
    private final Set<HalfKey> decided = ConcurrentHashMap.newKeySet();

    GroupMembers(ClientKind kind) {
        agent = ClientAgent.start(kind);
    }

    /** Answers what it is asked, one after the other. */
    Workers.Turn member(BrokerAddress broker, OrderTable table, Workers workers) {
        return () -> {
            ClientConnection connection = agent.connection().open(broker);
            ClientReceiver receiver = connection.receiver("$half-check/" + HalfMessageKillIT.GROUP);
            while (!workers.stopped()) {
                Optional<ReceivedMessage> question = receiver.poll(RECEIVE);
                if (question.isPresent()) {
                    answer(question.get(), table);
                }
            }
            connection.close();
        };
    }

    private void answer(ReceivedMessage question, OrderTable table) {
        HalfKey key = HalfKey.parse(question.text());
        switch (table.outcome(key)) {
            case COMMITTED -> {
                question.accept();
                decided(key);
            }
            case ROLLED_BACK -> {
                question.reject();
                decided(key);
            }
            case OPEN -> question.release();
        }
    }

    private void decided(HalfKey key) {
        if (key.fate().needsCheckBack()) {
            decided.add(key);
        }
    }

    /** How many half messages it has decided that nobody else would. */
    int decided() {
        return decided.size();
    }

    @Override
    public void close() {
        agent.close();
    }
}
