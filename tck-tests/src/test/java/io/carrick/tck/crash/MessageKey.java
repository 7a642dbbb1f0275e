package io.carrick.tck.crash;

/**
 * Identity of a test message: it travels as the text of the body.
 *
 * @param producer who sent it
 * @param sequence its place among that producer's messages
 */
public record MessageKey(int producer, long sequence) {

    /** The key that {@link #text} wrote. */
    public static MessageKey parse(String text) {
        int colon = text.indexOf(':');
        return new MessageKey(Integer.parseInt(text.substring(0, colon)), Long.parseLong(text.substring(colon + 1)));
    }

    /** The body of the message. */
    public String text() {
        return producer + ":" + sequence;
    }
}
