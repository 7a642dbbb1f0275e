package io.carrick.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.carrick.server.node.ExitStatus;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "list",
        description = "Lists what is not over, and branches decided by hand and not forgotten: the oldest first.")
final class TransactionListCommand extends ManagementCommand {
    @Option(names = "--kind", paramLabel = "KIND", description = "local, xa or half.")
    private String kind;

    @Option(names = "--state", paramLabel = "STATE", description = "Only those in that state, such as prepared.")
    private String state;

    @Option(
            names = "--in-doubt",
            description = "Only those whose work is on disk and waits for somebody's decision: prepared branches and"
                    + " half messages.")
    private boolean inDoubt;

    @Option(names = "--group", paramLabel = "GROUP", description = "Half messages of that producer group only.")
    private String group;

    @Option(names = "--older-than", paramLabel = "AGE", description = "Only older ones; an age such as 90s, 10m or 2h.")
    private String olderThan;

    @Option(names = "--limit", description = "Most shown (default: ${DEFAULT-VALUE}).", defaultValue = "100")
    private int limit;

    @Override
    JsonNode ask(ManagementClient client) throws CommandFailure {
        if (inDoubt && state != null) {
            throw new CommandFailure(ExitStatus.USAGE, "--in-doubt stands for several states: leave --state out");
        }
        return client.get("/api/v1/transactions?limit=" + limit + parameter("kind", kind)
                + parameter("state", inDoubt ? "in-doubt" : state) + parameter("group", group)
                + parameter("olderThan", olderThan));
    }

    private static String parameter(String name, String value) {
        return value == null ? "" : "&" + name + "=" + ManagementClient.segment(value);
    }

    @Override
    void print(JsonNode answer, PrintWriter out) {
        TransactionsCommand.table().print(answer, out);
    }
}
