package io.carrick.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.carrick.server.logging.Logging;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A command that asks a running broker one thing and prints the answer. */
abstract class ManagementCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ManagementOptions management;

    @Option(names = "--json", description = "Prints the answer of the broker as it is.")
    private boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this help.")
    private boolean help;

    @Override
    public final Integer call() throws CommandFailure {
        Logging.quiet();
        JsonNode answer = ask(management.client(System.getenv()));
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(answer.toPrettyString());
        } else {
            print(answer, out);
        }
        out.flush();
        return 0;
    }

    abstract JsonNode ask(ManagementClient client) throws CommandFailure;

    /** Prints an answer for humans. */
    abstract void print(JsonNode answer, PrintWriter out);
}
