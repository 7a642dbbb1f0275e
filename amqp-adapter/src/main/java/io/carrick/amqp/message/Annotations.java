package io.carrick.amqp.message;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Map;
import java.util.Set;

/** Adds to the message-annotations of stored contents, leaving everything else byte for byte. */
final class Annotations {
    private Annotations() {}

    /**
     * The contents with annotations added, or replaced where there are some of the same names. Only the first section
     * is looked at, so the contents may be those of a large message, whose body is elsewhere.
     */
    static byte[] add(byte[] encoded, Map<String, Object> added) throws MalformedMessageException {
        if (added.isEmpty()) {
            return encoded;
        }
        ByteBuf entries = Unpooled.buffer();
        int count = 2 * added.size();
        int rest = 0;
        SectionScanner scanner = new SectionScanner(encoded, 0, encoded.length);
        if (scanner.next() && scanner.section() == Section.MESSAGE_ANNOTATIONS) {
            rest = scanner.end();
            count += copyOthers(encoded, scanner.contentStart(), rest, added.keySet(), entries);
        }
        ValueWriter.writeEntries(entries, added);
        ByteBuf out = Unpooled.buffer(entries.readableBytes() + encoded.length - rest + 16);
        MessageEncoder.writeDescriptor(out, Section.MESSAGE_ANNOTATIONS);
        ValueWriter.writeMap(out, entries, count);
        out.writeBytes(encoded, rest, encoded.length - rest);
        byte[] annotated = new byte[out.readableBytes()];
        out.readBytes(annotated);
        return annotated;
    }

    /** Copies the entries that are not replaced; answers how many keys and values they are. */
    private static int copyOthers(byte[] encoded, int from, int to, Set<String> replaced, ByteBuf entries)
            throws MalformedMessageException {

        ValueReader reader = new ValueReader(encoded, from, to, Section.MESSAGE_ANNOTATIONS);
        int copied = 0;
        for (int left = reader.enterMap(); left > 0; left--) {
            int start = reader.position();
            boolean named = Constructors.isSymbol(reader.peek());
            reader.skip();
            boolean keep = !named || !replaced.contains(reader.contentString());
            reader.skip();
            if (keep) {
                entries.writeBytes(encoded, start, reader.position() - start);
                copied += 2;
            }
        }
        return copied;
    }
}
