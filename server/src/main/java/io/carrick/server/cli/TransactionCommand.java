package io.carrick.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** A command about one transaction of any kind. */
abstract class TransactionCommand extends ManagementCommand {
    @Parameters(index = "0", paramLabel = "ID", description = "The transaction, as 'list' shows it.")
    private String id;

    String path() {
        return "/api/v1/transactions/" + ManagementClient.segment(id);
    }

    String id() {
        return id;
    }

    @Command(name = "show", description = "Shows one, also one that is over and whose outcome is remembered.")
    static final class Show extends TransactionCommand {
        @Override
        JsonNode ask(ManagementClient client) throws CommandFailure {
            return client.get(path());
        }

        @Override
        void print(JsonNode answer, PrintWriter out) {
            Table one = TransactionsCommand.table().column("since", "SINCE");
            if (answer.path("kind").asText().equals("half")) {
                one.column("checks", "CHECKS").column("asking", "ASKING").column("nextCheck", "NEXT-CHECK");
            } else if (!answer.path("rollbackReason").isNull()) {
                one.column("rollbackReason", "REASON");
            }
            one.print(List.of(answer), out);
            traffic(answer.path("sentTo"), "SENT-TO", out);
            traffic(answer.path("receivedFrom"), "RECEIVED-FROM", out);
        }

        private static void traffic(JsonNode rows, String title, PrintWriter out) {
            if (!rows.isEmpty()) {
                out.println();
                new Table()
                        .column("address", title)
                        .column("messages", "MESSAGES")
                        .print(rows, out);
            }
        }
    }

    /** Something that is done to it. */
    abstract static class Decision extends TransactionCommand {
        private final String verb;

        Decision(String verb) {
            this.verb = verb;
        }

        @Override
        JsonNode ask(ManagementClient client) throws CommandFailure {
            return client.post(path() + "/" + verb, Map.of());
        }

        @Override
        void print(JsonNode answer, PrintWriter out) {
            out.println("transaction " + id() + " is " + answer.path("state").asText());
        }
    }

    @Command(
            name = "commit",
            description = "Commits a prepared branch, whatever its transaction manager may decide, or a half message.")
    static final class Commit extends Decision {
        Commit() {
            super("commit");
        }
    }

    @Command(
            name = "rollback",
            description = "Rolls one back: a local transaction, whose client is told so when it wants to commit; a"
                    + " branch, whatever its transaction manager may decide; a half message.")
    static final class Rollback extends Decision {
        Rollback() {
            super("rollback");
        }
    }

    @Command(name = "forget", description = "Forgets a branch that was decided by hand.")
    static final class Forget extends Decision {
        Forget() {
            super("forget");
        }
    }

    @Command(
            name = "rearm",
            description = "Has the group of a half message asked again, at once and from the beginning.")
    static final class Rearm extends Decision {
        Rearm() {
            super("rearm");
        }
    }
}
