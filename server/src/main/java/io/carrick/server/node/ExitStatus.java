package io.carrick.server.node;

/** How a process of ours ends; part of the interface to scripts. */
public enum ExitStatus {
    OK(0),
    /** What was asked for could not be done. */
    FAILED(1),
    /** The command line or the configuration is wrong. */
    USAGE(2),
    /** The disk failed, or what is on it is corrupt. */
    STORAGE(3);

    private final int code;

    ExitStatus(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }
}
