package io.carrick.tck.client;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A sending link of an agent. */
public final class ClientSender {
    private final ClientAgent agent;
    private final String link;
    private final String address;

    ClientSender(ClientAgent agent, String link, String address) {
        this.agent = agent;
        this.link = link;
        this.address = address;
    }

    /** The address that the broker named; of a dynamic target, the one it made. */
    public String address() {
        return address;
    }

    /** Sends and waits for the outcome.
     *
     * @throws AmqpException when link or connection ended before there was one */
    public SendOutcome send(OutgoingMessage message) {
        return SendOutcome.of(agent.call("send", fields(message), Duration.ofSeconds(60)));
    }

    /** Sends a text body and waits for the outcome. */
    public SendOutcome send(String text) {
        return send(OutgoingMessage.text(text));
    }

    /** Sends without waiting. */
    public CompletableFuture<SendOutcome> begin(OutgoingMessage message) {
        Map<String, String> fields = fields(message);
        return agent.begin("send", fields).thenApply(answer -> {
            if (answer.get("status").equals("error")) {
                throw new AmqpException(answer.get("condition"), answer.getOrDefault("description", ""));
            }
            return SendOutcome.of(answer);
        });
    }

    /** Sends in a transaction and waits for the provisional outcome. */
    public SendOutcome send(OutgoingMessage message, ClientTransaction transaction) {
        Map<String, String> fields = fields(message);
        fields.put("txn", transaction.name());
        return SendOutcome.of(agent.call("send", fields));
    }

    /** Sends with a transaction id that was never declared. */
    public SendOutcome sendWithTransactionId(OutgoingMessage message, String hexadecimalId) {
        Map<String, String> fields = fields(message);
        fields.put("txn-id", hexadecimalId);
        return SendOutcome.of(agent.call("send", fields));
    }

    private Map<String, String> fields(OutgoingMessage message) {
        Map<String, String> fields = new LinkedHashMap<>(message.fields());
        fields.put("link", link);
        return fields;
    }

    /** Waits until the broker detached the link and returns the condition. */
    public String awaitDetach() {
        return agent.call("await-detach", Map.of("link", link)).getOrDefault("condition", "");
    }

    /** Closes the link. */
    public void close() {
        agent.call("close-link", Map.of("link", link));
    }
}
