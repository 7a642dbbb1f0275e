package io.carrick.amqp.message;

import java.util.Objects;

/**
 * Walks the sections of an encoded message and checks their descriptors, types, order and number (AMQP 1.0 part 3,
 * section 3.2). Contents are passed over by their size, not decoded, and only when the next section is asked for: the
 * scanner can stand at the start of a section whose content has not arrived. Not thread-safe.
 */
public final class SectionScanner {
    private final byte[] bytes;
    private final int to;
    private Section section;
    private int start;
    private int contentStart;
    private int end;
    private boolean bodySeen;
    private boolean propertiesSeen;

    /** A scanner over {@code bytes[from, to)}. Offsets are positions in the array. */
    public SectionScanner(byte[] bytes, int from, int to) {
        Objects.checkFromToIndex(from, to, bytes.length);
        this.bytes = bytes;
        this.to = to;
        end = from;
    }

    /**
     * Goes to the next section.
     *
     * @return false if there is none
     * @throws MalformedMessageException if the present section is cut short, or the next one is not a section, is out
     *     of order or has content of the wrong type
     */
    public boolean next() throws MalformedMessageException {
        start = end();
        if (start == to) {
            return false;
        }
        ValueReader reader = new ValueReader(bytes, start, to, section);
        Section found = SectionDescriptor.read(reader);
        if (!found.mayFollow(section)) {
            throw reader.malformed(start, found.title() + " cannot follow " + section.title());
        }
        section = found;
        contentStart = reader.position();
        end = -1;
        bodySeen |= found.isBody();
        propertiesSeen |= found == Section.PROPERTIES || found == Section.APPLICATION_PROPERTIES;
        checkContentType();
        return true;
    }

    /**
     * To be called after {@link #next()} answered false.
     *
     * @throws MalformedMessageException if no body section was found
     */
    public void requireBody() throws MalformedMessageException {
        if (!bodySeen) {
            throw new MalformedMessageException(section, to, "the message has no body section");
        }
    }

    /**
     * To be called after {@link #next()} answered false. Properties without a body are a message as well: Qpid JMS sends
     * the messages of {@code Session.createMessage()} like that.
     *
     * @throws MalformedMessageException if neither properties nor a body was found
     */
    public void requireContent() throws MalformedMessageException {
        if (!propertiesSeen) {
            requireBody();
        }
    }

    /** The section at which the scanner stands; null before the first. */
    public Section section() {
        return section;
    }

    /** Position of the first byte of the section, its descriptor included. */
    public int start() {
        return start;
    }

    /** Position of the constructor of the section's content. */
    public int contentStart() {
        return contentStart;
    }

    /**
     * Position after the last byte of the section.
     *
     * @throws MalformedMessageException if the section is cut short
     */
    public int end() throws MalformedMessageException {
        if (end < 0) {
            ValueReader reader = new ValueReader(bytes, contentStart, to, section);
            reader.skip();
            end = reader.position();
        }
        return end;
    }

    private void checkContentType() throws MalformedMessageException {
        ValueReader reader = new ValueReader(bytes, contentStart, to, section);
        int constructor = reader.peek();
        if (!section.accepts(constructor)) {
            throw reader.malformed(
                    contentStart,
                    "content must be a " + section.type() + ", not constructor " + ValueReader.hex(constructor));
        }
    }
}
