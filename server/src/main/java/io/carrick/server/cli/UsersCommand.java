package io.carrick.server.cli;

import io.carrick.amqp.sasl.User;
import io.carrick.server.logging.Logging;
import io.carrick.server.node.ExitStatus;
import io.carrick.server.security.UsersFile;
import io.carrick.server.yaml.ConfigurationException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "users",
        description = "Edits the users file. A running broker sees the change within a second or so.",
        mixinStandardHelpOptions = true)
final class UsersCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which command?");
    }

    @Command(
            name = "add",
            description = "Adds a user. The password comes from CARRICK_NEW_PASSWORD, a prompt, or standard input.")
    int add(
            @Mixin FileOptions file,
            @Parameters(paramLabel = "NAME", description = "Name of the user.") String name,
            @Option(names = "--role", paramLabel = "ROLE", description = "A role of the user; may be repeated.")
                    Set<String> roles)
            throws CommandFailure {
        Map<String, User> users = file.read();
        User user = user(name, roles == null ? Set.of() : roles);
        if (users.containsKey(user.name())) {
            throw new CommandFailure("there is already a user '" + user.name() + "'");
        }
        users.put(user.name(), user);
        file.write(users);
        return done("user '" + name + "' added");
    }

    @Command(name = "password", description = "Changes the password of a user.")
    int password(
            @Mixin FileOptions file, @Parameters(paramLabel = "NAME", description = "Name of the user.") String name)
            throws CommandFailure {
        Map<String, User> users = file.read();
        users.put(name, user(name, required(users, name).roles()));
        file.write(users);
        return done("password of '" + name + "' changed");
    }

    @Command(name = "remove", description = "Removes a user. Connections that the user has stay open.")
    int remove(@Mixin FileOptions file, @Parameters(paramLabel = "NAME", description = "Name of the user.") String name)
            throws CommandFailure {
        Map<String, User> users = file.read();
        users.remove(required(users, name).name());
        file.write(users);
        return done("user '" + name + "' removed");
    }

    @Command(name = "list", description = "Lists users and their roles.")
    int list(@Mixin FileOptions file) throws CommandFailure {
        PrintWriter out = spec.commandLine().getOut();
        file.read().values().forEach(user -> {
            List<String> roles = user.roles().stream().sorted().toList();
            out.println(user.name() + (roles.isEmpty() ? "" : "  " + String.join(",", roles)));
        });
        out.flush();
        return 0;
    }

    private int done(String text) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(text);
        out.flush();
        return 0;
    }

    private static User user(String name, Set<String> roles) throws CommandFailure {
        try {
            return UsersFile.user(name, roles, Passwords.choose(System.getenv()));
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitStatus.USAGE, e.getMessage());
        }
    }

    private static User required(Map<String, User> users, String name) throws CommandFailure {
        User user = users.get(name);
        if (user == null) {
            throw new CommandFailure("there is no user '" + name + "'");
        }
        return user;
    }

    /** Which users file is meant. */
    static final class FileOptions {
        @Option(names = "--file", paramLabel = "FILE", description = "The users file itself.")
        private Path file;

        @Mixin
        private ConfigurationOptions configuration;

        Map<String, User> read() throws CommandFailure {
            Logging.quiet();
            try {
                return new TreeMap<>(usersFile().read());
            } catch (ConfigurationException e) {
                throw new CommandFailure(ExitStatus.USAGE, e.getMessage());
            } catch (IOException e) {
                throw new CommandFailure("the users file cannot be read: " + e.getMessage());
            }
        }

        void write(Map<String, User> users) throws CommandFailure {
            try {
                usersFile().write(users.values());
            } catch (IOException e) {
                throw new CommandFailure("the users file cannot be written: " + e.getMessage());
            }
        }

        private UsersFile usersFile() throws CommandFailure {
            return new UsersFile(
                    file != null
                            ? file
                            : configuration.load(System.getenv(), List.of()).usersFile());
        }
    }
}
