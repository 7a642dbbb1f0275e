package io.carrick.broker.core;

import io.carrick.broker.record.MessageBody;

/** How large a message may be, so that whatever record it becomes part of fits into a segment of the log. */
record RecordLimit(int bodyBytesMax) {
    /** What the largest record adds to a message: keys, ids, the name of a kind. */
    private static final int RECORD_BYTES = 256;

    /** Largest message in bytes. */
    int messageBytesMax() {
        return bodyBytesMax - RECORD_BYTES;
    }

    boolean takes(MessageBody body) {
        return body.size() <= messageBytesMax();
    }

    /** Whether one chunk of a large body fits. */
    boolean takes(byte[] chunk) {
        return chunk.length <= messageBytesMax();
    }
}
