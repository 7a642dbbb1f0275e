package io.carrick.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "browse", description = "Shows messages of a queue without taking them.")
final class BrowseCommand extends ManagementCommand {
    private static final Table TABLE = new Table()
            .column("messageId", "MESSAGE-ID")
            .column("durable", "DURABLE")
            .column("priority", "PRIORITY")
            .column("deliveryCount", "ATTEMPTS")
            .column("size", "BYTES")
            .column("bodyType", "TYPE")
            .column("body", "BODY");

    @Parameters(paramLabel = "QUEUE", description = "Name of the queue.")
    private String queue;

    @Option(names = "--limit", description = "Most messages shown (default: ${DEFAULT-VALUE}).", defaultValue = "100")
    private int limit;

    @Option(names = "--selector", description = "Only messages that this selector (SQL-92) matches.")
    private String selector;

    @Override
    JsonNode ask(ManagementClient client) throws CommandFailure {
        String filter = selector == null ? "" : "&selector=" + ManagementClient.segment(selector);
        return client.get("/api/v1/queues/" + ManagementClient.segment(queue) + "/messages?limit=" + limit + filter);
    }

    @Override
    void print(JsonNode answer, PrintWriter out) {
        TABLE.print(answer, out);
    }
}
