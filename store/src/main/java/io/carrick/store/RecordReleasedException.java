package io.carrick.store;

import java.io.IOException;

/** A record was asked for after its segment had been freed: it was released, and a checkpoint knows that. */
public final class RecordReleasedException extends IOException {
    private static final long serialVersionUID = 1L;

    RecordReleasedException(long position) {
        super("The log does not hold position " + position + " any more: its segment has been freed");
    }
}
