package io.carrick.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "close", description = "Closes a connection; what its consumers hold returns.")
final class CloseConnectionCommand extends ManagementCommand {
    @Parameters(paramLabel = "ID", description = "Number as 'carrick admin connections' shows it.")
    private long id;

    @Override
    JsonNode ask(ManagementClient client) throws CommandFailure {
        return client.delete("/api/v1/connections/" + id);
    }

    @Override
    void print(JsonNode answer, PrintWriter out) {
        out.println("connection " + id + " closed");
    }
}
