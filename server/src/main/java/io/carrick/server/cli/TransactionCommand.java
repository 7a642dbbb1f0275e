package io.carrick.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** A command about one branch. */
abstract class TransactionCommand extends ManagementCommand {
    private final String verb;

    @Parameters(index = "0", paramLabel = "XID", description = "The branch, as 'list' shows it.")
    private String xid;

    /** @param verb null to look only */
    TransactionCommand(String verb) {
        this.verb = verb;
    }

    @Override
    JsonNode ask(ManagementClient client) throws CommandFailure {
        String path = "/api/v1/transactions/" + ManagementClient.segment(xid);
        return verb == null ? client.get(path) : client.post(path + "/" + verb, Map.of());
    }

    @Override
    void print(JsonNode answer, PrintWriter out) {
        if (verb == null) {
            TransactionsCommand.table().print(List.of(answer), out);
        } else {
            out.println("branch " + xid + " is " + answer.path("state").asText());
        }
    }

    @Command(name = "show", description = "Shows one branch, also one whose outcome is remembered.")
    static final class Show extends TransactionCommand {
        Show() {
            super(null);
        }
    }

    @Command(name = "commit", description = "Commits a prepared branch, whatever its transaction manager may decide.")
    static final class Commit extends TransactionCommand {
        Commit() {
            super("commit");
        }
    }

    @Command(name = "rollback", description = "Rolls a branch back, whatever its transaction manager may decide.")
    static final class Rollback extends TransactionCommand {
        Rollback() {
            super("rollback");
        }
    }

    @Command(name = "forget", description = "Forgets a branch that was decided by hand.")
    static final class Forget extends TransactionCommand {
        Forget() {
            super("forget");
        }
    }
}
