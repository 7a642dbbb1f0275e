package io.carrick.tck.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The built broker on disk: what {@code mvn package} leaves in the server module, started as its launcher does. */
public final class BrokerDistribution {
    private static final String MAIN_CLASS = "io.carrick.server.Main";

    private BrokerDistribution() {}

    /** The command line of the broker: {@code java [JVM options] -cp … Main [arguments]}. */
    public static List<String> command(List<String> jvmOptions, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.add("-cp");
        command.add(libraries() + "/*");
        command.add(MAIN_CLASS);
        command.addAll(arguments);
        return command;
    }

    private static Path libraries() {
        Path libraries = Path.of(System.getProperty("carrick.broker", "../server/target/carrick"), "lib")
                .toAbsolutePath()
                .normalize();
        if (!Files.isDirectory(libraries)) {
            throw new IllegalStateException("no built broker in " + libraries + ": run mvn package first");
        }
        return libraries;
    }
}
