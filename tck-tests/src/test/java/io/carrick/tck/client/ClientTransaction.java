package io.carrick.tck.client;

import java.util.Map;

/** A local transaction of an agent's connection. */
public final class ClientTransaction {
    private final ClientAgent agent;
    private final String name;

    private ClientTransaction(ClientAgent agent, String name) {
        this.agent = agent;
        this.name = name;
    }

    static ClientTransaction declare(ClientAgent agent, String connection, boolean settleBeforeDischarge) {
        String name = agent.freshName("t");
        agent.call(
                "declare",
                Map.of(
                        "conn",
                        connection,
                        "txn",
                        name,
                        "settle-before-discharge",
                        String.valueOf(settleBeforeDischarge)));
        return new ClientTransaction(agent, name);
    }

    String name() {
        return name;
    }

    /** Commits and returns what the library reports: {@code committed} or {@code commit-failed}. */
    public String commit() {
        return discharge(false);
    }

    /** Rolls back and returns what the library reports: {@code rolled-back}. */
    public String rollback() {
        return discharge(true);
    }

    private String discharge(boolean fail) {
        return agent.call("discharge", Map.of("txn", name, "fail", String.valueOf(fail)))
                .get("outcome");
    }
}
