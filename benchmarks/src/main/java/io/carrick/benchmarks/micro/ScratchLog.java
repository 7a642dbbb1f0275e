package io.carrick.benchmarks.micro;

import io.carrick.store.CommitLog;
import io.carrick.store.CommitLogSettings;
import java.io.IOException;

/** A commit log that is deleted at the end; it keeps a few segments and recycles the others. */
final class ScratchLog implements AutoCloseable {
    static final CommitLogSettings SETTINGS = new CommitLogSettings(64 << 20, 1L << 30, 64L << 20);

    private final ScratchDirectory scratch = new ScratchDirectory();
    private final CommitLog log = CommitLog.open(scratch.directory(), SETTINGS);

    ScratchLog() throws IOException {}

    CommitLog log() {
        return log;
    }

    /** Nothing written so far is needed any more. */
    void recycle() {
        log.checkpointed(log.endPosition());
    }

    @Override
    public void close() throws IOException {
        log.close();
        scratch.close();
    }
}
