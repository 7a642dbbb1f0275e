package io.carrick.store;

/** The decoded header of one record; a mutable holder, so that a scan of millions of records allocates none. */
final class RecordHeader {
    int bodyLength;
    int bodyCrc;
    long index;
    int term;
    int type;
    long timestamp;
    long durablePosition;

    /** Bytes of the whole record: header, body and padding. */
    int size() {
        return RecordCodec.sizeOf(bodyLength);
    }
}
