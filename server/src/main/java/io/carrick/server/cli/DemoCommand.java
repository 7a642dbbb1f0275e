package io.carrick.server.cli;

import io.carrick.server.demo.Demo;
import io.carrick.server.demo.DemoException;
import io.carrick.server.logging.Logging;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "demo",
        description = "Kills a broker with messages inside, starts it again and counts them.",
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--messages", description = "How many messages (default: ${DEFAULT-VALUE}).", defaultValue = "1000")
    private int messages;

    @Override
    public Integer call() throws CommandFailure {
        Logging.quiet();
        try {
            new Demo(messages, spec.commandLine().getOut()).run();
            return 0;
        } catch (DemoException e) {
            throw new CommandFailure("demo failed: " + e.getMessage());
        }
    }
}
