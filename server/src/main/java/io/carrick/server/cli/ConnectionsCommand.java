package io.carrick.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import picocli.CommandLine.Command;

@Command(
        name = "connections",
        description = "Lists the connections of clients.",
        subcommands = CloseConnectionCommand.class)
final class ConnectionsCommand extends ManagementCommand {
    private static final Table TABLE = new Table()
            .column("id", "ID")
            .column("user", "USER")
            .column("containerId", "CONTAINER")
            .column("remoteAddress", "ADDRESS")
            .column("listener", "LISTENER")
            .column("sessions", "SESSIONS")
            .column("producers", "PRODUCERS")
            .column("consumers", "CONSUMERS")
            .column("transactions", "TRANSACTIONS")
            .column("since", "SINCE");

    @Override
    JsonNode ask(ManagementClient client) throws CommandFailure {
        return client.get("/api/v1/connections");
    }

    @Override
    void print(JsonNode answer, PrintWriter out) {
        TABLE.print(answer, out);
    }
}
