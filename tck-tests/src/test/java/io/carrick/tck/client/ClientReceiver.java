package io.carrick.tck.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A receiving link of an agent. */
public final class ClientReceiver {
    private static final Duration USUAL = Duration.ofSeconds(10);

    private final ClientAgent agent;
    private final String link;
    private final String address;

    ClientReceiver(ClientAgent agent, String link, String address) {
        this.agent = agent;
        this.link = link;
        this.address = address;
    }

    /** The address that the broker named; of a dynamic source, the one it made. */
    public String address() {
        return address;
    }

    /** The next message; fails the test when none comes. */
    public ReceivedMessage receive() {
        return poll(USUAL)
                .orElseThrow(
                        () -> new AssertionError(agent.kind() + " received nothing from " + address + " in " + USUAL));
    }

    /** The next message if one comes in time.
     *
     * @throws AmqpException when link or connection ended */
    public Optional<ReceivedMessage> poll(Duration limit) {
        Map<String, String> answer = agent.call(
                "receive", Map.of("link", link, "timeout", String.valueOf(limit.toMillis())), limit.plusSeconds(20));
        return answer.get("found").equals("true") ? Optional.of(new ReceivedMessage(this, answer)) : Optional.empty();
    }

    /** Receives and accepts this many messages and returns their texts. */
    public List<String> acceptTexts(int count) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ReceivedMessage message = receive();
            message.accept();
            texts.add(message.text());
        }
        return texts;
    }

    /** Whether no message comes within a short time. */
    public boolean staysEmpty() {
        return poll(Duration.ofMillis(300)).isEmpty();
    }

    /** Grants credit. */
    public void credit(int credit) {
        agent.call("credit", Map.of("link", link, "credit", String.valueOf(credit)));
    }

    /** Grants credit with drain and returns, when the broker has answered, how many messages are waiting to be read. */
    public int drain(int credit) {
        return Integer.parseInt(agent.call("drain", Map.of("link", link, "credit", String.valueOf(credit)))
                .getOrDefault("buffered", "-1"));
    }

    /** Leaves without closing: a durable subscription stays. */
    public void detach() {
        agent.call("detach", Map.of("link", link));
    }

    /** Closes the link: a durable subscription goes. */
    public void close() {
        agent.call("close-link", Map.of("link", link));
    }

    /** Waits until the broker detached the link and returns the condition. */
    public String awaitDetach() {
        return agent.call("await-detach", Map.of("link", link)).getOrDefault("condition", "");
    }

    void settle(ReceivedMessage message, Map<String, String> outcome) {
        Map<String, String> fields = new LinkedHashMap<>(outcome);
        fields.put("link", link);
        fields.put("delivery", message.delivery());
        agent.call("settle", fields);
    }
}
