package io.carrick.store.index;

import java.io.IOException;

/** A file of the index is not what was written. The message names the file, the offset and what is wrong. */
public final class CorruptIndexException extends IOException {
    private static final long serialVersionUID = 1;

    CorruptIndexException(String message) {
        super(message);
    }
}
