package io.carrick.amqp.message;

/**
 * The sections that are not stored: header and delivery-annotations.
 *
 * @param header what the header says
 * @param deduplicationId what the delivery annotations say that a repetition is recognised by, null if nothing
 * @param length how many bytes both take
 */
record LeadingSections(HeaderSection header, String deduplicationId, int length) {

    /** Reads them from {@code bytes[from, to)}. */
    static LeadingSections read(byte[] bytes, int from, int to) throws MalformedMessageException {
        HeaderSection header = HeaderSection.DEFAULT;
        String deduplicationId = null;
        try {
            SectionScanner scanner = new SectionScanner(bytes, from, to);
            while (scanner.next()) {
                ValueReader reader = new ValueReader(bytes, scanner.contentStart(), to, scanner.section());
                switch (scanner.section()) {
                    case HEADER -> header = HeaderSection.read(reader);
                    case DELIVERY_ANNOTATIONS -> deduplicationId = ContentFields.deduplicationId(reader);
                    default -> {
                        return new LeadingSections(header, deduplicationId, scanner.start() - from);
                    }
                }
            }
        } catch (MalformedMessageException e) {
            throw e.shiftedBy(-from);
        }
        return new LeadingSections(header, deduplicationId, to - from);
    }

    /**
     * Reads them from the first bytes of a longer message.
     *
     * @param length of the whole message
     * @return null if they do not end within {@code head}
     */
    static LeadingSections tryRead(byte[] head, int length) throws MalformedMessageException {
        try {
            LeadingSections leading = read(head, 0, head.length);
            return leading.length < head.length || head.length == length ? leading : null;
        } catch (MalformedMessageException e) {
            if (head.length == length) {
                throw e;
            }
            return null;
        }
    }
}
