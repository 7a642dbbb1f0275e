package io.carrick.jms.amqp;

/** Runs something when all parts of a work are done. Belongs to the I/O thread. */
final class Countdown {
    private final Runnable done;
    private int open = 1;

    Countdown(Runnable done) {
        this.done = done;
    }

    /** One more part, done when what is returned has been run. */
    Runnable part() {
        open++;
        return this::partDone;
    }

    /** All parts are known. */
    void start() {
        partDone();
    }

    private void partDone() {
        open--;
        if (open == 0) {
            done.run();
        }
    }
}
