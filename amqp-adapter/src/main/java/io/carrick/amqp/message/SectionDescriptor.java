package io.carrick.amqp.message;

/** Reads what announces a section: a described type's descriptor, numeric or symbolic. */
final class SectionDescriptor {
    private SectionDescriptor() {}

    /** Reads the descriptor at which {@code reader} stands; the section's content follows. */
    static Section read(ValueReader reader) throws MalformedMessageException {
        int start = reader.position();
        if (reader.peek() != Constructors.DESCRIBED) {
            throw reader.malformed(start, "a section was expected, not constructor " + ValueReader.hex(reader.peek()));
        }
        reader.advance(1);
        int constructor = reader.peek();
        if (Constructors.isUlong(constructor)) {
            reader.skip();
            long descriptor = reader.unsigned(constructor);
            Section section = Section.of(descriptor);
            return section != null ? section : unknown(reader, start, "0x" + Long.toHexString(descriptor));
        }
        if (Constructors.isSymbol(constructor)) {
            reader.skip();
            Section section = reader.contentSection();
            return section != null ? section : unknown(reader, start, reader.contentString());
        }
        throw reader.malformed(
                start, "a section is described by ulong or symbol, not constructor " + ValueReader.hex(constructor));
    }

    private static Section unknown(ValueReader reader, int start, String descriptor) throws MalformedMessageException {
        throw reader.malformed(start, "there is no section with descriptor " + descriptor);
    }
}
