package io.carrick.server.cli;

import io.carrick.server.node.ExitStatus;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The root of all commands. */
@Command(
        name = "carrick",
        description = "A message broker: AMQP 1.0 at the front, one commit log at the back.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {
            RunCommand.class,
            DemoCommand.class,
            AdminCommand.class,
            VersionCommand.class,
            CommandLine.HelpCommand.class
        },
        footer = {"", "The script ./carrick also knows 'bench': a load driver, see 'carrick bench --help'."},
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:it could not be done",
            "2:the command line or the configuration is wrong",
            "3:the disk failed or is corrupt"
        })
public final class CarrickCommand {

    /** Executes a command line and returns the exit code. */
    public static int execute(String... args) {
        return commandLine().execute(args);
    }

    private static int exitCode(Throwable failure) {
        return (failure instanceof CommandLine.ParameterException ? ExitStatus.USAGE : ExitStatus.FAILED).code();
    }

    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new CarrickCommand());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            if (failure instanceof CommandFailure refused) {
                PrintWriter err = command.getErr();
                err.println("carrick: " + refused.getMessage());
                err.flush();
                return refused.status().code();
            }
            throw failure;
        });
        line.getSubcommands().values().forEach(sub -> sub.setUsageHelpAutoWidth(true));
        return line.setExitCodeExceptionMapper(CarrickCommand::exitCode);
    }
}
