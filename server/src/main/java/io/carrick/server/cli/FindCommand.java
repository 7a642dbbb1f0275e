package io.carrick.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "find", description = "Shows where messages are, by message id or by key (application property KEYS).")
final class FindCommand extends ManagementCommand {
    private static final Table TABLE = new Table()
            .column("messageId", "MESSAGE-ID")
            .column("time", "TIME")
            .column("address", "ADDRESS")
            .column("state", "STATE")
            .column("queues", "WAITS-IN")
            .column("position", "POSITION")
            .column("size", "BYTES");

    @Parameters(paramLabel = "KEY", description = "The message id, or one of the keys of the message.")
    private String key;

    @Option(names = "--from", paramLabel = "TIME", description = "Not older, such as 2026-11-22T10:00:00Z.")
    private String from;

    @Option(names = "--to", paramLabel = "TIME", description = "Not younger.")
    private String to;

    @Option(names = "--limit", description = "Most messages shown (default: ${DEFAULT-VALUE}).", defaultValue = "100")
    private int limit;

    @Override
    JsonNode ask(ManagementClient client) throws CommandFailure {
        return client.get("/api/v1/messages?key=" + ManagementClient.segment(key) + "&limit=" + limit
                + parameter("from", from) + parameter("to", to));
    }

    private static String parameter(String name, String value) {
        return value == null ? "" : "&" + name + "=" + ManagementClient.segment(value);
    }

    @Override
    void print(JsonNode answer, PrintWriter out) {
        if (answer.isEmpty()) {
            out.println("no message found for '" + key + "'");
        } else {
            TABLE.print(answer, out);
        }
    }
}
