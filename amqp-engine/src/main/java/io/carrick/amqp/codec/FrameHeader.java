package io.carrick.amqp.codec;

import io.netty.buffer.ByteBuf;
import org.apache.qpid.proton.amqp.transport.ConnectionError;

/**
 * The eight bytes that every frame begins with (part 2, section 2.3.1).
 *
 * @param size of the whole frame in bytes
 * @param bodyOffset where the body begins, in bytes from the start of the frame
 * @param type {@link #AMQP} or {@link #SASL}
 * @param channel meaningful for AMQP frames only
 */
public record FrameHeader(int size, int bodyOffset, int type, int channel) {
    /** Bytes of the header without its extension. */
    public static final int BYTES = 8;

    /** Type of frames that carry performatives. */
    public static final int AMQP = 0;

    /** Type of frames of the SASL layer. */
    public static final int SASL = 1;

    /**
     * Looks at the header at the reader index without moving it.
     *
     * @return null while the header is not complete
     * @throws ProtocolException {@code amqp:connection:framing-error} if this is no valid header or the frame is
     *     larger than {@code sizeMax} or of another type than {@code expectedType}
     */
    public static FrameHeader peek(ByteBuf in, int expectedType, int sizeMax) throws ProtocolException {
        if (in.readableBytes() < BYTES) {
            return null;
        }
        int at = in.readerIndex();
        long size = in.getUnsignedInt(at);
        int bodyOffset = in.getUnsignedByte(at + 4) * 4;
        int type = in.getUnsignedByte(at + 5);
        if (size < BYTES) {
            throw framing("frame of " + size + " bytes is smaller than its header");
        }
        if (size > sizeMax) {
            throw framing("frame of " + size + " bytes exceeds the maximum frame size of " + sizeMax);
        }
        if (bodyOffset < BYTES || bodyOffset > size) {
            throw framing("data offset of " + bodyOffset + " bytes in a frame of " + size);
        }
        if (type != expectedType) {
            throw framing("frame type " + type + " where " + expectedType + " is expected");
        }
        return new FrameHeader((int) size, bodyOffset, type, in.getUnsignedShort(at + 6));
    }

    private static ProtocolException framing(String text) {
        return ProtocolException.connection(ConnectionError.FRAMING_ERROR, text);
    }

    /** Starts a frame; returns its start, to be given to {@link #finish}. */
    static int start(ByteBuf out, int type, int channel) {
        int start = out.writerIndex();
        out.writeInt(0);
        out.writeByte(2);
        out.writeByte(type);
        out.writeShort(channel);
        return start;
    }

    /** Enters the size of the frame that began at {@code start} and ends at the writer index. */
    static void finish(ByteBuf out, int start) {
        out.setInt(start, out.writerIndex() - start);
    }
}
