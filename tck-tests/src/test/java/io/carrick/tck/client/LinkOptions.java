package io.carrick.tck.client;

import java.util.LinkedHashMap;
import java.util.Map;

/** What a link asks for when it attaches. */
public final class LinkOptions {
    private final ClientAgent agent;
    private final Map<String, String> fields = new LinkedHashMap<>();

    LinkOptions(ClientAgent agent, String connection) {
        this.agent = agent;
        fields.put("conn", connection);
        fields.put("link", agent.freshName("l"));
    }

    /** Address of the remote terminus. */
    public LinkOptions address(String address) {
        fields.put("address", address);
        return this;
    }

    /** Name of the link: identity of a durable subscription. */
    public LinkOptions name(String name) {
        fields.put("name", name);
        return this;
    }

    /** Capabilities of the remote terminus, separated by commas. */
    public LinkOptions capabilities(String capabilities) {
        fields.put("caps", capabilities);
        return this;
    }

    /** Asks the broker for a fresh node. */
    public LinkOptions dynamic() {
        return flag("dynamic");
    }

    /** Terminus durability 2, expiry never. */
    public LinkOptions durable() {
        return flag("durable");
    }

    /** Distribution mode {@code copy}. */
    public LinkOptions browse() {
        return flag("browse");
    }

    /** Leaves out the messages of the own connection. */
    public LinkOptions noLocal() {
        return flag("no-local");
    }

    /** Sends settled: the broker answers nothing. */
    public LinkOptions settled() {
        return flag("settled");
    }

    /** Receiver settle mode second: settled when the broker confirms. */
    public LinkOptions settleSecond() {
        return flag("settle-second");
    }

    /** Selector of the source. */
    public LinkOptions selector(String selector) {
        fields.put("selector", selector);
        return this;
    }

    /** First credit of a receiver, and none after it. */
    public LinkOptions credit(int credit) {
        fields.put("credit", String.valueOf(credit));
        fields.put("topup", "false");
        return this;
    }

    private LinkOptions flag(String name) {
        fields.put(name, "true");
        return this;
    }

    /** Attaches a sender.
     *
     * @throws AmqpException when the broker refuses */
    public ClientSender openSender() {
        Map<String, String> opened = agent.call("open-sender", fields);
        return new ClientSender(agent, fields.get("link"), opened.getOrDefault("address", ""));
    }

    /** Attaches a receiver.
     *
     * @throws AmqpException when the broker refuses */
    public ClientReceiver openReceiver() {
        Map<String, String> opened = agent.call("open-receiver", fields);
        return new ClientReceiver(agent, fields.get("link"), opened.getOrDefault("address", ""));
    }
}
