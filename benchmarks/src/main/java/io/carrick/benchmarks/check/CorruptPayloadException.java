package io.carrick.benchmarks.check;

/** A message whose body is not what was sent. */
public final class CorruptPayloadException extends Exception {
    private static final long serialVersionUID = 1L;

    CorruptPayloadException(String message) {
        super(message);
    }
}
