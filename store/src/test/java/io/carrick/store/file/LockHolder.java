package io.carrick.store.file;

import java.nio.file.Path;

/** A process that holds a data directory until it is killed. */
final class LockHolder {
    static final int READY = '+';

    private LockHolder() {}

    public static void main(String[] arguments) throws Exception {
        try (LogDirectory held = FileLogDirectory.at(Path.of(arguments[0]))) {
            System.out.write(READY);
            System.out.flush();
            while (held.usableBytes() >= 0) {
                Thread.sleep(Long.MAX_VALUE);
            }
        }
    }
}
