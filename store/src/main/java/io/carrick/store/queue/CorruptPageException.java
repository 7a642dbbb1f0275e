package io.carrick.store.queue;

import java.io.IOException;

/** A page on disk is not what was written there. The message names the file, the page and what is wrong. */
public final class CorruptPageException extends IOException {
    private static final long serialVersionUID = 1;

    CorruptPageException(String message) {
        super(message);
    }
}
