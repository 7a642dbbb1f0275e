package io.carrick.server.demo;

/** The demonstration did not show what it should. */
public final class DemoException extends Exception {
    private static final long serialVersionUID = 1L;

    DemoException(String text) {
        super(text);
    }

    DemoException(String text, Throwable cause) {
        super(text, cause);
    }
}
