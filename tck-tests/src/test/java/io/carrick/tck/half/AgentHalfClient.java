package io.carrick.tck.half;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrick.tck.client.ClientAgent;
import io.carrick.tck.client.ClientConnection;
import io.carrick.tck.client.ClientKind;
import io.carrick.tck.client.ClientReceiver;
import io.carrick.tck.client.ClientTransaction;
import io.carrick.tck.client.OutgoingMessage;
import io.carrick.tck.client.ReceivedMessage;
import io.carrick.tck.process.BrokerAddress;
import java.time.Duration;
import java.util.Optional;

/** A client of another language, which uses annotations. */
final class AgentHalfClient implements HalfClient {
    private static final Duration ASKED_LIMIT = Duration.ofSeconds(20);

    private final ClientAgent agent;
    private final ClientConnection connection;

    AgentHalfClient(ClientKind kind, BrokerAddress broker) {
        agent = ClientAgent.start(kind);
        connection = agent.connection().open(broker);
    }

    @Override
    public String prepare(String queue, String group, String id, String text) {
        return connection
                .sender(queue)
                .send(OutgoingMessage.text(text)
                        .field("id", id + "/" + text)
                        .annotation("x-opt-half-id", "string:" + id)
                        .annotation("x-opt-half-group", "string:" + group)
                        .annotation("x-opt-half-check-after", "int:1"))
                .condition();
    }

    @Override
    public String resolve(String group, String id, String decision) {
        return connection.sender("$half").send(decision(group, id, decision)).condition();
    }

    private static OutgoingMessage decision(String group, String id, String decision) {
        return OutgoingMessage.text("")
                .field("correlation-id", id)
                .field("subject", decision)
                .annotation("x-opt-half-group", "string:" + group);
    }

    @Override
    public void resolveInTransaction(String group, String id, String decision, boolean commit) {
        ClientTransaction transaction = connection.declare();
        assertThat(connection
                        .sender("$half")
                        .send(decision(group, id, decision), transaction)
                        .accepted())
                .isTrue();
        if (commit) {
            transaction.commit();
        } else {
            transaction.rollback();
        }
    }

    @Override
    public Member member(String group) {
        ClientReceiver receiver =
                connection.link().address("$half-check/" + group).credit(1).openReceiver();
        return new Member() {
            private ReceivedMessage question;

            @Override
            public String asked() {
                question = receiver.poll(ASKED_LIMIT).orElseThrow(() -> new AssertionError("asked nothing"));
                receiver.credit(1);
                assertThat(question.deliveryAnnotation("x-opt-half-group")).isEqualTo("string:" + group);
                assertThat(question.deliveryAnnotation("x-opt-half-id")).startsWith("string:");
                return question.text();
            }

            @Override
            public void commit() {
                question.accept();
            }

            @Override
            public void rollback() {
                question.reject();
            }

            @Override
            public void unknown() {
                question.release();
            }
        };
    }

    @Override
    public Optional<String> receive(String queue, Duration limit) {
        ClientReceiver receiver = connection.link().address(queue).credit(1).openReceiver();
        Optional<ReceivedMessage> message = receiver.poll(limit);
        message.ifPresent(ReceivedMessage::accept);
        receiver.close();
        return message.map(ReceivedMessage::text);
    }

    @Override
    public void kill() {
        agent.kill();
    }

    @Override
    public void close() {
        agent.close();
    }
}
