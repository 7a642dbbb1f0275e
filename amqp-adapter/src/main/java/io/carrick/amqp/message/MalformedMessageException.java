package io.carrick.amqp.message;

/**
 * The bytes of a transfer are not a message as AMQP 1.0 part 3, section 3.2 defines it. Says which section is wrong
 * and at which byte of the message. Carries no stack trace: the input is at fault, and a hostile one must be cheap.
 */
public final class MalformedMessageException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Section section;
    private final long offset;
    private final String reason;

    MalformedMessageException(Section section, long offset, String reason) {
        super(text(section, offset, reason), null, false, false);
        this.section = section;
        this.offset = offset;
        this.reason = reason;
    }

    private static String text(Section section, long offset, String reason) {
        String place = section == null ? "between sections" : "section " + section.title();
        return "malformed message: " + place + ", byte " + offset + ": " + reason;
    }

    /** The section in which the error lies; null if no section had begun. */
    public Section section() {
        return section;
    }

    /** Position of the offending byte, counted from the first byte of the message as it was received. */
    public long offset() {
        return offset;
    }

    /** The same error in a message of which {@code skipped} bytes had been cut off in front. */
    MalformedMessageException shiftedBy(long skipped) {
        return skipped == 0 ? this : new MalformedMessageException(section, offset + skipped, reason);
    }
}
