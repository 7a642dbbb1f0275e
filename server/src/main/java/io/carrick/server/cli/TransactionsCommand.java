package io.carrick.server.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "transactions",
        description =
                "Shows local and distributed transactions and half messages, and decides those that nobody else does.",
        mixinStandardHelpOptions = true,
        subcommands = {
            TransactionListCommand.class,
            TransactionCommand.Show.class,
            TransactionCommand.Commit.class,
            TransactionCommand.Rollback.class,
            TransactionCommand.Forget.class,
            TransactionCommand.Rearm.class
        })
final class TransactionsCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which command?");
    }

    /** The columns of a list. */
    static Table table() {
        return new Table()
                .column("id", "ID")
                .column("kind", "KIND")
                .column("state", "STATE")
                .column("ageSeconds", "AGE(S)")
                .column("user", "USER")
                .column("container", "CONTAINER")
                .column("remoteAddress", "REMOTE")
                .column("sent", "SENT")
                .column("received", "RECEIVED");
    }
}
