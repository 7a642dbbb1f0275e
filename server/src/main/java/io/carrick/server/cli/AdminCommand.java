package io.carrick.server.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "admin",
        description = "Looks at and changes a running broker over HTTP; edits the users file.",
        mixinStandardHelpOptions = true,
        subcommands = {
            StatusCommand.class,
            AddressesCommand.class,
            QueuesCommand.class,
            ConnectionsCommand.class,
            CreateAddressCommand.class,
            DeleteAddressCommand.class,
            SendCommand.class,
            BrowseCommand.class,
            FindCommand.class,
            HalfCommand.class,
            TransactionsCommand.class,
            PurgeCommand.class,
            UsersCommand.class
        })
final class AdminCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which command?");
    }
}
