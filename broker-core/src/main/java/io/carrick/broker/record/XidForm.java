package io.carrick.broker.record;

import io.carrick.broker.Xid;
import java.nio.ByteBuffer;

/** An {@link Xid} on disk: {@code int formatId   byte length   globalId   byte length   qualifier}. */
final class XidForm {
    private XidForm() {}

    static int size(Xid xid) {
        return Integer.BYTES + 2 + xid.globalId().length + xid.qualifier().length;
    }

    static void write(Xid xid, ByteBuffer target) {
        target.putInt(xid.formatId());
        writePart(xid.globalId(), target);
        writePart(xid.qualifier(), target);
    }

    private static void writePart(byte[] part, ByteBuffer target) {
        target.put((byte) part.length).put(part);
    }

    static Xid read(ByteBuffer source) {
        return new Xid(source.getInt(), readPart(source), readPart(source));
    }

    private static byte[] readPart(ByteBuffer source) {
        byte[] part = new byte[source.get()];
        source.get(part);
        return part;
    }
}
