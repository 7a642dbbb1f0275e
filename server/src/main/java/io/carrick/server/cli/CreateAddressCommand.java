package io.carrick.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "create-address", description = "Creates a queue or a topic.")
final class CreateAddressCommand extends ManagementCommand {
    @Parameters(paramLabel = "NAME", description = "Name of the address.")
    private String name;

    @Option(names = "--topic", description = "Creates a topic instead of a queue.")
    private boolean topic;

    @Override
    JsonNode ask(ManagementClient client) throws CommandFailure {
        return client.post("/api/v1/addresses", Map.of("name", name, "kind", topic ? "topic" : "queue"));
    }

    @Override
    void print(JsonNode answer, PrintWriter out) {
        out.println((topic ? "topic '" : "queue '") + name + "' created");
    }
}
