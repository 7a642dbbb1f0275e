package io.carrick.jms.half;

import jakarta.jms.IllegalStateException;

/** The half id was decided before, and otherwise: the first decision counts. */
public final class HalfMessageStateException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    private final HalfMessageState state;

    HalfMessageStateException(String text, String condition, HalfMessageState state) {
        super(text, condition);
        this.state = state;
    }

    /** What was decided; null if the broker does not say. */
    public HalfMessageState state() {
        return state;
    }
}
