package io.carrick.amqp.engine;

import io.netty.buffer.ByteBuf;

/** The bytes of an array. */
final class ArrayPayload implements Payload {
    private final byte[] bytes;
    private final int end;
    private int position;

    ArrayPayload(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        position = from;
        end = to;
    }

    @Override
    public long remaining() {
        return end - position;
    }

    @Override
    public void takeInto(ByteBuf out, int count) {
        out.writeBytes(bytes, position, count);
        position += count;
    }
}
