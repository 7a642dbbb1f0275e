package io.carrick.store.file;

import java.io.IOException;
import java.nio.file.Path;

/** The directory is already used by another broker, in this process or in another one. */
public final class DirectoryInUseException extends IOException {
    private static final long serialVersionUID = 1L;

    DirectoryInUseException(Path directory, Path lock, String holder) {
        super("The data directory " + directory + " is in use by another broker (process " + holder + " holds the lock "
                + lock + ")");
    }
}
