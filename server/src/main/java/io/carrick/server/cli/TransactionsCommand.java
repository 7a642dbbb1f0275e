package io.carrick.server.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "transactions",
        description = "Shows the branches of distributed transactions, and decides those that nobody else does.",
        mixinStandardHelpOptions = true,
        subcommands = {
            TransactionListCommand.class,
            TransactionCommand.Show.class,
            TransactionCommand.Commit.class,
            TransactionCommand.Rollback.class,
            TransactionCommand.Forget.class
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
                .column("xid", "XID")
                .column("state", "STATE")
                .column("since", "SINCE")
                .column("user", "USER")
                .column("container", "CONTAINER")
                .column("sent", "SENT")
                .column("received", "RECEIVED");
    }
}
