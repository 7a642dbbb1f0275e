package io.carrick.store.file;

import java.io.IOException;

/** The device or the quota has no space left for a write. */
public final class DiskFullException extends IOException {
    private static final long serialVersionUID = 1L;

    public DiskFullException(String message, Throwable cause) {
        super(message, cause);
    }
}
