package io.carrick.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "delete-address", description = "Deletes a queue or a topic with all that is in it.")
final class DeleteAddressCommand extends ManagementCommand {
    @Parameters(paramLabel = "NAME", description = "Name of the address.")
    private String name;

    @Option(names = "--topic", description = "Deletes a topic instead of a queue.")
    private boolean topic;

    @Override
    JsonNode ask(ManagementClient client) throws CommandFailure {
        String kind = topic ? "topic" : "queue";
        return client.delete("/api/v1/addresses/" + ManagementClient.segment(name) + "?kind=" + kind);
    }

    @Override
    void print(JsonNode answer, PrintWriter out) {
        out.println((topic ? "topic '" : "queue '") + name + "' deleted");
    }
}
