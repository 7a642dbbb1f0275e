package io.carrick.benchmarks.micro;

import io.carrick.store.LogEntry;
import java.nio.ByteBuffer;

/** A log entry with a body of bytes. */
final class BodyEntry implements LogEntry {
    private final byte[] body;

    BodyEntry(int size) {
        body = new byte[size];
    }

    @Override
    public int type() {
        return 1;
    }

    @Override
    public long timestamp() {
        return SampleMessage.NOW;
    }

    @Override
    public int bodySize() {
        return body.length;
    }

    @Override
    public void writeBody(ByteBuffer target) {
        target.put(body);
    }

    @Override
    public void placed(long position, int size, long index) {
        // Nobody reads it back.
    }
}
