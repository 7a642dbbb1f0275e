package io.carrick.amqp.message;

import io.netty.buffer.ByteBuf;

/**
 * Checks the body and footer of a large message while they arrive in pieces of any size, without keeping them: the
 * same rules as {@link SectionScanner}, with a memory of a few bytes. Not thread-safe.
 */
public final class BodyScanner {
    /** Longer than the longest section descriptor. */
    private static final int PREFIX_MAX = 64;

    private final byte[] prefix = new byte[PREFIX_MAX];
    private int prefixLength;
    private Section section;
    private boolean contentBegins;
    private int valuesPending;
    private int descriptors;
    private long contentLeft;
    private long consumed;

    /**
     * Checks the next bytes; the first ones are the beginning of the first body section.
     *
     * @param chunk its readable bytes are looked at, its indices stay as they are
     */
    public void accept(ByteBuf chunk) throws MalformedMessageException {
        int position = chunk.readerIndex();
        int end = chunk.writerIndex();
        while (position < end) {
            if (contentLeft > 0) {
                int passed = (int) Math.min(contentLeft, end - position);
                position += passed;
                consumed += passed;
                contentLeft -= passed;
            } else {
                prefix[prefixLength++] = chunk.getByte(position++);
                consumed++;
                if (valuesPending == 0) {
                    tryDescriptor();
                } else {
                    tryValue();
                }
            }
        }
    }

    /** To be called after the last bytes: checks that the last section is complete. */
    public void finish() throws MalformedMessageException {
        if (section == null || contentLeft > 0 || valuesPending > 0 || prefixLength > 0) {
            throw malformed("the message ends in the middle of a section");
        }
    }

    private void tryDescriptor() throws MalformedMessageException {
        if (prefix[0] == Constructors.DESCRIBED && prefixLength < descriptorLength()) {
            return;
        }
        Section found = readDescriptor();
        if (section == null && !found.isBody() || !found.mayFollow(section)) {
            throw malformed(found.title() + " cannot be here");
        }
        section = found;
        prefixLength = 0;
        valuesPending = 1;
        descriptors = 0;
        contentBegins = true;
    }

    private Section readDescriptor() throws MalformedMessageException {
        try {
            return SectionDescriptor.read(new ValueReader(prefix, 0, prefixLength, section));
        } catch (MalformedMessageException e) {
            throw e.shiftedBy(consumed - prefixLength);
        }
    }

    /** Length of the descriptor that {@link #prefix} begins, as far as it is known by now. */
    private int descriptorLength() throws MalformedMessageException {
        if (prefixLength < 2) {
            return 2;
        }
        int layout = Constructors.layout(prefix[1] & 0xff);
        if (layout >= 0) {
            return 2 + layout;
        }
        if (layout == Constructors.UNDEFINED) {
            return 2;
        }
        int sizeWidth = layout == Constructors.SIZE_8 ? 1 : 4;
        if (prefixLength < 2 + sizeWidth) {
            return 2 + sizeWidth;
        }
        long length = 2 + sizeWidth + sizeAt(2, sizeWidth);
        if (length > PREFIX_MAX) {
            throw malformed("there is no section with a descriptor of " + length + " bytes");
        }
        return (int) length;
    }

    private void tryValue() throws MalformedMessageException {
        int constructor = prefix[0] & 0xff;
        if (contentBegins && !section.accepts(constructor)) {
            throw malformed(
                    "content must be a " + section.type() + ", not constructor " + ValueReader.hex(constructor));
        }
        contentBegins = false;
        int layout = Constructors.layout(constructor);
        if (constructor == Constructors.DESCRIBED) {
            describe();
        } else if (constructor == Constructors.BOOLEAN) {
            tryBoolean();
        } else if (layout >= 0) {
            begin(layout);
        } else if (layout == Constructors.UNDEFINED) {
            throw malformed("there is no type with constructor " + ValueReader.hex(constructor));
        } else {
            int sizeWidth = layout == Constructors.SIZE_8 ? 1 : 4;
            if (prefixLength == 1 + sizeWidth) {
                begin(sizeAt(1, sizeWidth));
            }
        }
    }

    private void tryBoolean() throws MalformedMessageException {
        if (prefixLength < 2) {
            return;
        }
        if ((prefix[1] & 0xfe) != 0) {
            throw malformed("a boolean is 0 or 1, not " + (prefix[1] & 0xff));
        }
        begin(0);
    }

    private void describe() throws MalformedMessageException {
        if (++descriptors > ValueReader.DESCRIPTORS_MAX) {
            throw malformed("descriptors nested deeper than " + ValueReader.DESCRIPTORS_MAX);
        }
        valuesPending++;
        prefixLength = 0;
    }

    private void begin(long size) {
        contentLeft = size;
        valuesPending--;
        prefixLength = 0;
    }

    private long sizeAt(int index, int width) {
        long size = 0;
        for (int i = 0; i < width; i++) {
            size = size << 8 | prefix[index + i] & 0xff;
        }
        return size;
    }

    private MalformedMessageException malformed(String reason) {
        return new MalformedMessageException(section, consumed, reason);
    }
}
