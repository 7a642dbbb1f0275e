package io.carrick.store;

import java.nio.ByteBuffer;
import java.util.Random;

/** A record whose body follows from a number, so that what is read back can be checked without keeping it. */
final class TestEntry implements LogEntry {
    private final int bodySize;
    private final long number;
    private long position = -1;
    private int size;
    private long index;
    private byte[] body;

    TestEntry(long number, int bodySize) {
        this.number = number;
        this.bodySize = bodySize;
    }

    byte[] body() {
        if (body == null) {
            body = new byte[bodySize];
            new Random(number * 31 + bodySize).nextBytes(body);
        }
        return body;
    }

    @Override
    public int type() {
        return 1 + (int) (number % 255);
    }

    @Override
    public long timestamp() {
        return number * 1000;
    }

    @Override
    public int bodySize() {
        return bodySize;
    }

    @Override
    public void writeBody(ByteBuffer target) {
        target.put(body());
    }

    @Override
    public void placed(long newPosition, int newSize, long newIndex) {
        this.position = newPosition;
        this.size = newSize;
        this.index = newIndex;
    }

    long number() {
        return number;
    }

    long position() {
        return position;
    }

    int size() {
        return size;
    }

    long index() {
        return index;
    }
}
