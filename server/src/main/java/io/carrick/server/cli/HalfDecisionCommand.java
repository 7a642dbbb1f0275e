package io.carrick.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** A command that changes one half message. */
abstract class HalfDecisionCommand extends ManagementCommand {
    private final String verb;

    @Parameters(index = "0", paramLabel = "GROUP", description = "The producer group.")
    private String group;

    @Parameters(index = "1", paramLabel = "ID", description = "The half id.")
    private String id;

    HalfDecisionCommand(String verb) {
        this.verb = verb;
    }

    @Override
    JsonNode ask(ManagementClient client) throws CommandFailure {
        return client.post(HalfShowCommand.path(group, id) + "/" + verb, Map.of());
    }

    @Override
    void print(JsonNode answer, PrintWriter out) {
        out.println("half message '" + id + "' of group '" + group + "' is "
                + answer.path("state").asText());
    }

    @Command(name = "commit", description = "Makes the messages of a half message visible.")
    static final class Commit extends HalfDecisionCommand {
        Commit() {
            super("commit");
        }
    }

    @Command(name = "rollback", description = "Drops the messages of a half message.")
    static final class Rollback extends HalfDecisionCommand {
        Rollback() {
            super("rollback");
        }
    }

    @Command(name = "rearm", description = "Has the group asked again, at once and from the beginning.")
    static final class Rearm extends HalfDecisionCommand {
        Rearm() {
            super("rearm");
        }
    }
}
