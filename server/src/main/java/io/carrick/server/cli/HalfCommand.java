package io.carrick.server.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "half",
        description = "Shows half messages, and decides those that nobody else does.",
        mixinStandardHelpOptions = true,
        subcommands = {
            HalfListCommand.class,
            HalfShowCommand.class,
            HalfDecisionCommand.Commit.class,
            HalfDecisionCommand.Rollback.class,
            HalfDecisionCommand.Rearm.class
        })
final class HalfCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which command?");
    }

    /** The columns of a list. */
    static Table table() {
        return new Table()
                .column("group", "GROUP")
                .column("id", "ID")
                .column("state", "STATE")
                .column("since", "SINCE")
                .column("checks", "CHECKS")
                .column("asking", "ASKING")
                .column("nextCheck", "NEXT-CHECK")
                .column("addresses", "ADDRESSES");
    }
}
