package io.carrick.server.cli;

import io.carrick.server.node.ExitStatus;
import java.util.concurrent.CompletableFuture;

/**
 * The end of the process, whoever asks for it first. The virtual machine ends with 143 when it is told to by SIGTERM;
 * an orderly stop shall end with 0, so its hook waits for the stop and then ends the process itself.
 */
final class Shutdown {
    private final CompletableFuture<ExitStatus> requested = new CompletableFuture<>();
    private final CompletableFuture<ExitStatus> finished = new CompletableFuture<>();

    private volatile boolean awaited;

    private Shutdown() {}

    /** Installs the hook. If the process ends before the broker was started, it just ends. */
    static Shutdown onSignal() {
        Shutdown shutdown = new Shutdown();
        Runtime.getRuntime().addShutdownHook(new Thread(shutdown::run, "carrick-shutdown"));
        return shutdown;
    }

    private void run() {
        requested.complete(ExitStatus.OK);
        if (awaited) {
            Runtime.getRuntime().halt(finished.join().code());
        }
    }

    void request(ExitStatus status) {
        requested.complete(status);
    }

    /** Waits until the end is asked for. From now on the process ends with {@link #finished}. */
    ExitStatus await() {
        awaited = true;
        return requested.join();
    }

    void finished(ExitStatus status) {
        finished.complete(status);
    }
}
