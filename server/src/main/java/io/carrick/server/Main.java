package io.carrick.server;

import io.carrick.server.cli.CarrickCommand;

/** Entry point of the {@code carrick} command. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(CarrickCommand.execute(args));
    }
}
