package io.carrick.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "show", description = "Shows one half message, also a decided one that is remembered.")
final class HalfShowCommand extends ManagementCommand {
    @Parameters(index = "0", paramLabel = "GROUP", description = "The producer group.")
    private String group;

    @Parameters(index = "1", paramLabel = "ID", description = "The half id.")
    private String id;

    @Override
    JsonNode ask(ManagementClient client) throws CommandFailure {
        return client.get(path(group, id));
    }

    /** The path of a half message. */
    static String path(String group, String id) {
        return "/api/v1/half-messages/" + ManagementClient.segment(group) + "/" + ManagementClient.segment(id);
    }

    @Override
    void print(JsonNode answer, PrintWriter out) {
        HalfCommand.table().print(List.of(answer), out);
    }
}
