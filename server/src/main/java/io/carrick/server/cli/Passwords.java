package io.carrick.server.cli;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/** Where passwords come from; never from the command line, which everybody on the machine can read. */
final class Passwords {
    private Passwords() {}

    /** Asks on the terminal, or reads a line of standard input if there is none. */
    static char[] prompt(String text) throws CommandFailure {
        Console console = System.console();
        char[] password = console != null ? console.readPassword("%s", text) : line();
        if (password == null || password.length == 0) {
            throw new CommandFailure("a password is needed");
        }
        return password;
    }

    /** A new password: from the environment, or asked twice on the terminal, or a line of standard input. */
    static char[] choose(Map<String, String> environment) throws CommandFailure {
        String given = environment.get("CARRICK_NEW_PASSWORD");
        if (given != null) {
            return given.toCharArray();
        }
        char[] password = prompt("New password: ");
        if (System.console() != null && !Arrays.equals(password, prompt("Again: "))) {
            throw new CommandFailure("the passwords differ");
        }
        return password;
    }

    private static char[] line() throws CommandFailure {
        try {
            // Not closed: standard input is not ours.
            String line = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
            return line == null ? null : line.toCharArray();
        } catch (IOException e) {
            throw new CommandFailure("standard input cannot be read: " + e.getMessage());
        }
    }
}
