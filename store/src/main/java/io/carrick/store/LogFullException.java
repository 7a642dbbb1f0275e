package io.carrick.store;

import java.io.IOException;

/** A record did not find a segment: the disk budget or the device is spent, and so is the reserve. */
public final class LogFullException extends IOException {
    private static final long serialVersionUID = 1L;

    LogFullException(String message) {
        super(message);
    }
}
