package io.carrick.store;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Receives the records of a replay, in log order, each verified. */
@FunctionalInterface
public interface RecordVisitor {
    /**
     * One record.
     *
     * @param position of its first header byte in the log
     * @param size of the whole record including header and padding; the next record of the segment follows it
     * @param index in the log, counted from 1 without gaps
     * @param type kind of record, 1 to 255
     * @param timestamp milliseconds since the epoch
     * @param body valid only during the call; to keep it, copy it
     */
    void record(long position, int size, long index, int type, long timestamp, ByteBuffer body) throws IOException;
}
