package io.carrick.tck.xa;

/**
 * Where one thread of an application stops until it is told to go on, or is killed; the others work on. Safe for use by
 * several threads.
 */
final class Breakpoint {
    private Place place;
    private int left;
    private boolean stopped;

    /** The places, in the order of a commit over two resources. */
    enum Place {
        BEFORE_PREPARE,
        BETWEEN_PREPARES,
        AFTER_DECISION,
        BETWEEN_COMMITS
    }

    /** @param passage at which of the passages from now on it stops, counted from 1 */
    synchronized void arm(Place where, int passage) {
        place = where;
        left = passage;
    }

    /** Lets the thread go on that stands here. */
    synchronized void release() {
        stopped = false;
        notifyAll();
    }

    /** The application passes here. */
    synchronized void pass(Place here) {
        if (here != place || --left != 0) {
            return;
        }
        place = null;
        stopped = true;
        System.out.println("AT " + here);
        try {
            while (stopped) {
                wait();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted at " + here, e);
        }
    }
}
