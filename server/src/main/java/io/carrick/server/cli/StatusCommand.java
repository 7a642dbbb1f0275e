package io.carrick.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import picocli.CommandLine.Command;

@Command(name = "status", description = "Shows the figures of the broker since its start.")
final class StatusCommand extends ManagementCommand {
    @Override
    JsonNode ask(ManagementClient client) throws CommandFailure {
        return client.get("/api/v1/status");
    }

    @Override
    void print(JsonNode answer, PrintWriter out) {
        answer.properties().forEach(field -> {
            if (field.getValue().isObject()) {
                field.getValue()
                        .properties()
                        .forEach(inner -> line(out, field.getKey() + "." + inner.getKey(), inner.getValue()));
            } else {
                line(out, field.getKey(), field.getValue());
            }
        });
    }

    private static void line(PrintWriter out, String name, JsonNode value) {
        out.println(String.format("%-22s %s", name, value.asText()));
    }
}
