package io.carrick.broker.state;

import java.io.IOException;
import java.io.UncheckedIOException;

/** One stored message cannot be read (its record is damaged, say); others may be. */
public final class UnreadableMessageException extends UncheckedIOException {
    private static final long serialVersionUID = 1L;

    public UnreadableMessageException(Place place, Exception cause) {
        super(
                "The message at position " + place.position() + " of the log cannot be read: " + cause.getMessage(),
                cause instanceof IOException e ? e : new IOException(cause));
    }
}
