package io.carrick.amqp.message;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * Takes the absolute-expiry-time out of the properties of stored contents. It is the one field of the bare message that
 * the broker ever changes: clients drop, unseen, what carries a time that is past, so a message that was moved because
 * it had expired could never be received.
 */
final class AbsoluteExpiry {
    private static final int FIELD = 8;
    private static final int NULL = 0x40;
    private static final int LIST8 = 0xC0;
    private static final int LIST32 = 0xD0;

    private AbsoluteExpiry() {}

    /** The contents without the field; the same array if it is not there. */
    static byte[] remove(byte[] encoded) throws MalformedMessageException {
        SectionScanner scanner = new SectionScanner(encoded, 0, encoded.length);
        while (scanner.next()) {
            if (scanner.section() == Section.PROPERTIES) {
                return remove(encoded, scanner.contentStart());
            }
            if (scanner.section().ordinal() > Section.PROPERTIES.ordinal()) {
                return encoded;
            }
        }
        return encoded;
    }

    private static byte[] remove(byte[] encoded, int list) throws MalformedMessageException {
        ValueReader reader = new ValueReader(encoded, list, encoded.length, Section.PROPERTIES);
        int constructor = reader.peek();
        if (reader.enterList() <= FIELD || constructor != LIST8 && constructor != LIST32) {
            return encoded;
        }
        for (int i = 0; i < FIELD; i++) {
            reader.skip();
        }
        int start = reader.position();
        if (reader.peek() == NULL) {
            return encoded;
        }
        reader.skip();
        return replace(encoded, list, constructor, start, reader.position());
    }

    private static byte[] replace(byte[] encoded, int list, int constructor, int start, int end) {
        int shrunk = end - start - 1;
        ByteBuf out = Unpooled.buffer(encoded.length);
        out.writeBytes(encoded, 0, start);
        out.writeByte(NULL);
        out.writeBytes(encoded, end, encoded.length - end);
        if (constructor == LIST8) {
            out.setByte(list + 1, (encoded[list + 1] & 0xFF) - shrunk);
        } else {
            out.setInt(list + 1, out.getInt(list + 1) - shrunk);
        }
        byte[] result = new byte[out.readableBytes()];
        out.readBytes(result);
        return result;
    }
}
