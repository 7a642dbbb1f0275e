package io.carrick.server.cli;

import io.carrick.server.node.ExitStatus;

/** A command that cannot do what it was asked for. The message is one line for the user. */
final class CommandFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final ExitStatus status;

    CommandFailure(ExitStatus status, String text) {
        super(text);
        this.status = status;
    }

    CommandFailure(String text) {
        this(ExitStatus.FAILED, text);
    }

    ExitStatus status() {
        return status;
    }
}
