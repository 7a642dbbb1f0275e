package io.carrick.amqp.transport;

import io.netty.buffer.ByteBuf;

/** The eight bytes that each side sends first (part 2, section 2.2; part 5, section 5.3.1). */
enum ProtocolHeader {
    AMQP(0x414d515000010000L),
    SASL(0x414d515003010000L);

    static final int BYTES = 8;

    private final long bytes;

    ProtocolHeader(long bytes) {
        this.bytes = bytes;
    }

    /** The header that these bytes are; null if none. */
    static ProtocolHeader of(long bytes) {
        return bytes == AMQP.bytes ? AMQP : bytes == SASL.bytes ? SASL : null;
    }

    void writeTo(ByteBuf out) {
        out.writeLong(bytes);
    }
}
