package io.carrick.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "list",
        description = "Lists the branches that are not over, and those decided by hand: the oldest first.")
final class TransactionListCommand extends ManagementCommand {
    @Option(names = "--limit", description = "Most shown (default: ${DEFAULT-VALUE}).", defaultValue = "100")
    private int limit;

    @Override
    JsonNode ask(ManagementClient client) throws CommandFailure {
        return client.get("/api/v1/transactions?limit=" + limit);
    }

    @Override
    void print(JsonNode answer, PrintWriter out) {
        TransactionsCommand.table().print(answer, out);
    }
}
