package io.carrick.server.node;

/** The broker could not start. The message is one line for the operator. */
public final class StartupException extends Exception {
    private static final long serialVersionUID = 1L;

    private final ExitStatus status;

    public StartupException(ExitStatus status, String text, Throwable cause) {
        super(text, cause);
        this.status = status;
    }

    /** How the process is to end. */
    public ExitStatus status() {
        return status;
    }
}
