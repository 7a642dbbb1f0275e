package io.carrick.amqp.codec;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import org.apache.qpid.proton.amqp.DescribedType;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.Released;
import org.apache.qpid.proton.amqp.transport.DeliveryState;
import org.apache.qpid.proton.codec.AMQPDefinedTypes;
import org.apache.qpid.proton.codec.DecoderImpl;
import org.apache.qpid.proton.codec.DescribedTypeConstructor;
import org.apache.qpid.proton.codec.EncoderImpl;

/**
 * proton-j's encoder and decoder over Netty's buffers. They are costly to make and not thread-safe: there is one pair
 * for each thread.
 */
final class Codec {
    private static final int DEPTH_MAX = 32;
    private static final int ZERO_WIDTH_ELEMENTS_MAX = 256;
    private static final ThreadLocal<Codec> CURRENT = ThreadLocal.withInitial(Codec::new);

    private final DecoderImpl decoder = new DecoderImpl();
    private final EncoderImpl encoder = new EncoderImpl(decoder);
    private final ByteBufWriter writer = new ByteBufWriter();

    private Codec() {
        AMQPDefinedTypes.registerAllTypes(decoder, encoder);
        decoder.register(GlobalXid.DESCRIPTOR, new DescribedTypeConstructor<GlobalXid>() {
            @Override
            public GlobalXid newInstance(Object described) {
                return GlobalXid.of(described);
            }

            @Override
            public Class<GlobalXid> getTypeClass() {
                return GlobalXid.class;
            }
        });
        decoder.setMaxDecodeDepth(DEPTH_MAX);
        decoder.setZeroWidthArrayElementLimit(ZERO_WIDTH_ELEMENTS_MAX);
    }

    static Codec current() {
        return CURRENT.get();
    }

    /** Reads one value that must end before {@code end}. */
    Object readValue(ByteBuf in, int end) throws ProtocolException {
        int start = in.readerIndex();
        ByteBuffer bytes = in.nioBuffer(start, end - start);
        int before = bytes.position();
        decoder.setByteBuffer(bytes);
        try {
            Object value = decoder.readObject();
            in.readerIndex(start + bytes.position() - before);
            return value;
        } catch (RuntimeException e) {
            // proton-j reports bad input by many kinds of unchecked exception, from its own DecodeException to
            // ClassCastException and NullPointerException of the setters.
            throw ProtocolException.decode("value cannot be decoded: " + e.getMessage());
        } finally {
            decoder.setByteBuffer((ByteBuffer) null);
        }
    }

    /** Reads a delivery state; the frequent ones without the decoder. */
    DeliveryState readState(ByteBuf in, int end) throws ProtocolException {
        int at = in.readerIndex();
        if (end - at >= 4 && in.getShort(at) == 0x0053 && in.getByte(at + 3) == 0x45) {
            DeliveryState state = emptyState(in.getByte(at + 2));
            if (state != null) {
                in.skipBytes(4);
                return state;
            }
        }
        Object value = readValue(in, end);
        if (value instanceof DeliveryState state) {
            return state;
        }
        if (value instanceof DescribedType described) {
            return new UnknownState(described.getDescriptor());
        }
        throw ProtocolException.decode("a delivery state is expected where there is " + value);
    }

    private static DeliveryState emptyState(byte code) {
        return code == 0x24 ? Accepted.getInstance() : code == 0x26 ? Released.getInstance() : null;
    }

    void writeState(ByteBuf out, DeliveryState state) {
        if (state == null) {
            out.writeByte(0x40);
        } else if (state instanceof Accepted) {
            out.writeInt(0x00532445);
        } else if (state instanceof Released) {
            out.writeInt(0x00532645);
        } else {
            writeValue(out, state);
        }
    }

    void writeValue(ByteBuf out, Object value) {
        writer.target(out);
        encoder.setByteBuffer(writer);
        try {
            encoder.writeObject(value);
        } finally {
            writer.target(null);
        }
    }
}
