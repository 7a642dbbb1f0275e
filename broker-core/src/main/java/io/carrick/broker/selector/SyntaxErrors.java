package io.carrick.broker.selector;

import io.carrick.broker.InvalidFilterException;

/** Makes errors that say where they are. */
final class SyntaxErrors {
    /** Errors travel in frames of the protocol: what they quote from the text must not make them as long as it. */
    private static final int PROBLEM_LENGTH_MAX = 300;

    private SyntaxErrors() {}

    /**
     * An error at a place in the text.
     *
     * @param index index of the character; shown from 1
     */
    static InvalidFilterException at(Dialect<?> dialect, int index, String problem) {
        return new InvalidFilterException(message(dialect, index, problem));
    }

    /** The cause's error, at a place in the text. */
    static InvalidFilterException at(Dialect<?> dialect, int index, InvalidFilterException cause) {
        return new InvalidFilterException(message(dialect, index, cause.getMessage()), cause);
    }

    private static String message(Dialect<?> dialect, int index, String problem) {
        String shown =
                problem.length() <= PROBLEM_LENGTH_MAX ? problem : problem.substring(0, PROBLEM_LENGTH_MAX) + "...";
        return "Invalid " + dialect.name() + " at position " + (index + 1) + ": " + shown;
    }
}
