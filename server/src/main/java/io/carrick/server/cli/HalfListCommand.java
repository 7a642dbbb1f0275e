package io.carrick.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "list", description = "Lists open half messages: parked ones first, then the oldest first.")
final class HalfListCommand extends ManagementCommand {
    @Option(names = "--group", paramLabel = "GROUP", description = "Of that producer group only.")
    private String group;

    @Option(names = "--parked", description = "Parked ones only.")
    private boolean parked;

    @Option(names = "--limit", description = "Most shown (default: ${DEFAULT-VALUE}).", defaultValue = "100")
    private int limit;

    @Override
    JsonNode ask(ManagementClient client) throws CommandFailure {
        return client.get("/api/v1/half-messages?limit=" + limit + (parked ? "&parked=true" : "")
                + (group == null ? "" : "&group=" + ManagementClient.segment(group)));
    }

    @Override
    void print(JsonNode answer, PrintWriter out) {
        HalfCommand.table().print(answer, out);
    }
}
