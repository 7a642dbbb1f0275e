package io.carrick.amqp.engine;

import io.netty.buffer.ByteBuf;

/** The readable bytes of a buffer that is released when they are taken. */
record BufferPayload(ByteBuf bytes) implements Payload {
    @Override
    public long remaining() {
        return bytes.readableBytes();
    }

    @Override
    public void takeInto(ByteBuf out, int count) {
        out.writeBytes(bytes, count);
    }

    @Override
    public void release() {
        bytes.release();
    }
}
