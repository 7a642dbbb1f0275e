package io.carrick.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import picocli.CommandLine.Command;

@Command(name = "queues", description = "Lists queues and subscriptions with their depth and consumers.")
final class QueuesCommand extends ManagementCommand {
    private static final Table TABLE = new Table()
            .column("name", "QUEUE")
            .column("kind", "KIND")
            .column("ready", "READY")
            .column("delivering", "DELIVERING")
            .column("scheduled", "SCHEDULED")
            .column("consumers", "CONSUMERS")
            .column("added", "ADDED")
            .column("acknowledged", "ACKNOWLEDGED");

    @Override
    JsonNode ask(ManagementClient client) throws CommandFailure {
        return client.get("/api/v1/queues");
    }

    @Override
    void print(JsonNode answer, PrintWriter out) {
        TABLE.print(answer, out);
    }
}
