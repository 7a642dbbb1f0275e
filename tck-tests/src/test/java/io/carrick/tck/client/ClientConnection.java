package io.carrick.tck.client;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** An open AMQP connection of an agent. */
public final class ClientConnection implements AutoCloseable {
    private final ClientAgent agent;
    private final String name;
    private final Map<String, String> opened;

    ClientConnection(ClientAgent agent, String name, Map<String, String> opened) {
        this.agent = agent;
        this.name = name;
        this.opened = opened;
    }

    /** The capabilities that the broker offered. */
    public List<String> offeredCapabilities() {
        return List.of(opened.getOrDefault("offered", "").split(","));
    }

    /** A sender to an address. */
    public ClientSender sender(String address) {
        return link().address(address).openSender();
    }

    /** A sender without address: each message names its own in {@code to}. */
    public ClientSender anonymousSender() {
        return link().openSender();
    }

    /** A receiver of an address, with a small prefetch that is topped up. */
    public ClientReceiver receiver(String address) {
        return link().address(address).openReceiver();
    }

    /** Begins the options of a link. */
    public LinkOptions link() {
        return new LinkOptions(agent, name);
    }

    /** Declares a transaction whose acceptances are settled after the discharge, as the library does by default. */
    public ClientTransaction declare() {
        return ClientTransaction.declare(agent, name, false);
    }

    /** Declares a transaction whose acceptances are settled with their disposition. */
    public ClientTransaction declareSettlingFirst() {
        return ClientTransaction.declare(agent, name, true);
    }

    /** Waits until the connection ended and returns the condition. */
    public String awaitClose() {
        return agent.call("await-close", Map.of("conn", name)).getOrDefault("condition", "");
    }

    /** Closes the connection and waits for the broker's close. */
    @Override
    public void close() {
        agent.call("close", Map.of("conn", name), Duration.ofSeconds(10));
    }
}
