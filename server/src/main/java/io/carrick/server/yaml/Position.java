package io.carrick.server.yaml;

/**
 * Where a value was written.
 *
 * @param source file name, option or environment variable
 * @param line counted from 1; 0 if the source has no lines
 * @param column counted from 1; 0 if the source has no lines
 */
public record Position(String source, int line, int column) {
    /** A source without lines, such as an option of the command line. */
    public static Position of(String source) {
        return new Position(source, 0, 0);
    }

    @Override
    public String toString() {
        return line == 0 ? source : source + ":" + line + ":" + column;
    }
}
