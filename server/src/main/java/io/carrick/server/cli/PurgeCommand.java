package io.carrick.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "purge", description = "Removes all messages that no consumer holds.")
final class PurgeCommand extends ManagementCommand {
    @Parameters(paramLabel = "QUEUE", description = "Name as 'carrick admin queues' shows it.")
    private String queue;

    @Override
    JsonNode ask(ManagementClient client) throws CommandFailure {
        return client.delete("/api/v1/queues/" + ManagementClient.segment(queue) + "/messages");
    }

    @Override
    void print(JsonNode answer, PrintWriter out) {
        out.println(answer.path("removed").asLong() + " messages removed from '" + queue + "'");
    }
}
