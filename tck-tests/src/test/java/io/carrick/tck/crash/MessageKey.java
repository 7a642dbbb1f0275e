package io.carrick.tck.crash;

/**
 * Identity of a test message: it travels as the text of the body.
 *
 * @param producer who sent it
 * @param sequence its place among that producer's messages
 */
record MessageKey(int producer, long sequence) {

    static MessageKey parse(String text) {
        int colon = text.indexOf(':');
        return new MessageKey(Integer.parseInt(text.substring(0, colon)), Long.parseLong(text.substring(colon + 1)));
    }

    String text() {
        return producer + ":" + sequence;
    }
}
