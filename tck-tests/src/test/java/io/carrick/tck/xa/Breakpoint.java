package io.carrick.tck.xa;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Where an application stops until it is told to go on, or is killed. Used by one thread. */
final class Breakpoint {
    static final Breakpoint NONE = new Breakpoint(null, 0);

    private final Place place;
    private int left;

    /** The places, in the order of a commit over two resources. */
    enum Place {
        BEFORE_PREPARE,
        BETWEEN_PREPARES,
        AFTER_DECISION,
        BETWEEN_COMMITS
    }

    /** @param passage at which of its passages it stops, counted from 1 */
    Breakpoint(Place place, int passage) {
        this.place = place;
        left = passage;
    }

    /** The application passes here. */
    void pass(Place here) {
        if (here != place || --left != 0) {
            return;
        }
        System.out.println("AT " + here);
        try {
            int read = System.in.read();
            System.out.println(read < 0 ? "ALONE" : "GOES ON");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
