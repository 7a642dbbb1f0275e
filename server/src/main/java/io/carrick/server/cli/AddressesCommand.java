package io.carrick.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import picocli.CommandLine.Command;

@Command(name = "addresses", description = "Lists addresses.")
final class AddressesCommand extends ManagementCommand {
    private static final Table TABLE = new Table()
            .column("name", "ADDRESS")
            .column("kind", "KIND")
            .column("queues", "QUEUES")
            .column("routed", "ROUTED")
            .column("temporary", "TEMPORARY")
            .column("autoCreated", "AUTO-CREATED");

    @Override
    JsonNode ask(ManagementClient client) throws CommandFailure {
        return client.get("/api/v1/addresses");
    }

    @Override
    void print(JsonNode answer, PrintWriter out) {
        TABLE.print(answer, out);
    }
}
