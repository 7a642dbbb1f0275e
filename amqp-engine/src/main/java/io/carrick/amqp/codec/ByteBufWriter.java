package io.carrick.amqp.codec;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import org.apache.qpid.proton.codec.ReadableBuffer;
import org.apache.qpid.proton.codec.WritableBuffer;

/** Lets proton-j's encoder write to a growing Netty buffer. */
final class ByteBufWriter implements WritableBuffer {
    private ByteBuf out;

    void target(ByteBuf buffer) {
        out = buffer;
    }

    @Override
    public void put(byte b) {
        out.writeByte(b);
    }

    @Override
    public void putFloat(float f) {
        out.writeFloat(f);
    }

    @Override
    public void putDouble(double d) {
        out.writeDouble(d);
    }

    @Override
    public void put(byte[] src, int offset, int length) {
        out.writeBytes(src, offset, length);
    }

    @Override
    public void putShort(short s) {
        out.writeShort(s);
    }

    @Override
    public void putInt(int i) {
        out.writeInt(i);
    }

    @Override
    public void putLong(long l) {
        out.writeLong(l);
    }

    @Override
    public boolean hasRemaining() {
        return out.maxWritableBytes() > 0;
    }

    @Override
    public void ensureRemaining(int bytes) {
        out.ensureWritable(bytes);
    }

    @Override
    public int remaining() {
        return out.maxWritableBytes();
    }

    @Override
    public int position() {
        return out.writerIndex();
    }

    /** The encoder leaves room for the size of a composite by moving on, and comes back to fill it in. */
    @Override
    public void position(int position) {
        if (position > out.capacity()) {
            out.ensureWritable(position - out.writerIndex());
        }
        out.writerIndex(position);
    }

    @Override
    public void put(ByteBuffer payload) {
        out.writeBytes(payload);
    }

    @Override
    public void put(ReadableBuffer payload) {
        out.writeBytes(payload.byteBuffer());
    }

    @Override
    public int limit() {
        return out.maxCapacity();
    }
}
