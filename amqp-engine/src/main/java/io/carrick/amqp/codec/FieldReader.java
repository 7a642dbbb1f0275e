package io.carrick.amqp.codec;

import io.netty.buffer.ByteBuf;
import org.apache.qpid.proton.amqp.transport.DeliveryState;

/**
 * Reads the fields of a performative, which is a list, one after the other. A field that is null or beyond the end of
 * the list is absent. Types and lengths are checked against the bytes of the list.
 */
final class FieldReader {
    private static final byte NULL = 0x40;

    private final String performative;
    private final ByteBuf in;
    private final Codec codec;
    private int fields;
    private int end;

    FieldReader(String performative, int fieldsMax, ByteBuf in, Codec codec) throws ProtocolException {
        this.performative = performative;
        this.in = in;
        this.codec = codec;
        open(fieldsMax);
    }

    private void open(int fieldsMax) throws ProtocolException {
        end = in.writerIndex();
        int type = need(1).readUnsignedByte();
        int sizeWidth;
        switch (type) {
            case 0x45 -> {
                end = in.readerIndex();
                return;
            }
            case 0xc0 -> sizeWidth = 1;
            case 0xd0 -> sizeWidth = 4;
            default -> throw wrong("is not a list");
        }
        need(2 * sizeWidth);
        long size = sizeWidth == 1 ? in.readUnsignedByte() : in.readUnsignedInt();
        if (size < sizeWidth || size > in.readableBytes()) {
            throw wrong("has a list of " + size + " bytes where " + in.readableBytes() + " remain");
        }
        end = in.readerIndex() + (int) size;
        long count = sizeWidth == 1 ? in.readUnsignedByte() : in.readUnsignedInt();
        if (count > fieldsMax) {
            throw wrong("has " + count + " fields where there are " + fieldsMax);
        }
        fields = (int) count;
    }

    /** Steps behind the list, whether or not all of it was read. */
    void finish() throws ProtocolException {
        if (fields > 0) {
            throw wrong("has more fields than were read");
        }
        if (in.readerIndex() != end) {
            throw wrong("has a list of another size than its fields");
        }
    }

    long uint() throws ProtocolException {
        if (absent()) {
            return TransferFrame.ABSENT;
        }
        return switch (in.readUnsignedByte()) {
            case 0x43 -> 0;
            case 0x52 -> need(1).readUnsignedByte();
            case 0x70 -> need(4).readUnsignedInt();
            default -> throw wrong("has another type where a uint is expected");
        };
    }

    long mandatoryUint(String name) throws ProtocolException {
        long value = uint();
        if (value < 0) {
            throw wrong("lacks the mandatory field " + name);
        }
        return value;
    }

    int ubyte() throws ProtocolException {
        if (absent()) {
            return -1;
        }
        if (in.readUnsignedByte() != 0x50) {
            throw wrong("has another type where a ubyte is expected");
        }
        return need(1).readUnsignedByte();
    }

    Boolean bool() throws ProtocolException {
        if (absent()) {
            return null;
        }
        int type = in.readUnsignedByte();
        int value = type == 0x56 ? need(1).readUnsignedByte() : type - 0x41 == 0 ? 1 : type == 0x42 ? 0 : 2;
        if (value > 1) {
            throw wrong("has another type where a boolean is expected");
        }
        return value == 1;
    }

    boolean flag() throws ProtocolException {
        return Boolean.TRUE.equals(bool());
    }

    byte[] binary(int bytesMax) throws ProtocolException {
        if (absent()) {
            return null;
        }
        int type = in.readUnsignedByte();
        if (type != 0xa0 && type != 0xb0) {
            throw wrong("has another type where a binary is expected");
        }
        long length = type == 0xa0 ? need(1).readUnsignedByte() : need(4).readUnsignedInt();
        if (length > bytesMax) {
            throw wrong("has a binary of " + length + " bytes where " + bytesMax + " are allowed");
        }
        byte[] value = new byte[(int) length];
        need(value.length).readBytes(value);
        return value;
    }

    DeliveryState state() throws ProtocolException {
        return absent() ? null : codec.readState(in, end);
    }

    /** Reads a field of any type and drops it. */
    void skip() throws ProtocolException {
        if (!absent()) {
            codec.readValue(in, end);
        }
    }

    private boolean absent() throws ProtocolException {
        if (fields == 0) {
            return true;
        }
        fields--;
        if (need(1).getByte(in.readerIndex()) == NULL) {
            in.skipBytes(1);
            return true;
        }
        return false;
    }

    private ByteBuf need(int bytes) throws ProtocolException {
        if (end - in.readerIndex() < bytes) {
            throw wrong("ends before its fields");
        }
        return in;
    }

    ProtocolException wrong(String text) {
        return ProtocolException.decode(performative + " " + text);
    }
}
