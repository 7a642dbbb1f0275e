package io.carrick.broker.core;

import java.util.ArrayDeque;
import java.util.function.Consumer;

/**
 * Creations and deletions of addresses and subscriptions, one after the other: a change starts when the one before is
 * applied, so that each decides on what is, not on what may still be on its way through the journal.
 */
final class StructuralChanges {
    private final ArrayDeque<Consumer<Runnable>> waiting = new ArrayDeque<>();
    private boolean busy;
    private boolean starting;

    /**
     * Runs a change as soon as those before it are done.
     *
     * @param change given what it must run, once, when it is done
     */
    void run(Consumer<Runnable> change) {
        waiting.add(change);
        startWaiting();
    }

    /** A loop, not a recursion: thousands may wait that are done as soon as they start. */
    private void startWaiting() {
        if (starting) {
            return;
        }
        starting = true;
        while (!busy && !waiting.isEmpty()) {
            busy = true;
            waiting.poll().accept(this::done);
        }
        starting = false;
    }

    private void done() {
        busy = false;
        startWaiting();
    }
}
