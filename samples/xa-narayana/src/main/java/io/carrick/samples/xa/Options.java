package io.carrick.samples.xa;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The command line.
 *
 * @param uri of the broker
 * @param directory of the database and of the transaction manager's log
 * @param halt whether to die between the two commits of the first order, for the demonstration
 * @param items to order
 */
record Options(String uri, Path directory, boolean halt, List<String> items) {

    static Options of(String... args) {
        String uri = "failover:(amqp://localhost:5672)";
        Path directory = Path.of("target", "xa-narayana-data");
        boolean halt = false;
        List<String> items = new ArrayList<>();
        for (String argument : args) {
            if (argument.startsWith("--uri=")) {
                uri = argument.substring("--uri=".length());
            } else if (argument.startsWith("--directory=")) {
                directory = Path.of(argument.substring("--directory=".length()));
            } else if (argument.equals("--halt-between-commits")) {
                halt = true;
            } else if (argument.startsWith("-")) {
                throw new IllegalArgumentException("There is no option " + argument
                        + ", only --uri=URI, --directory=DIRECTORY and --halt-between-commits");
            } else {
                items.add(argument);
            }
        }
        return new Options(uri, directory, halt, List.copyOf(items));
    }
}
