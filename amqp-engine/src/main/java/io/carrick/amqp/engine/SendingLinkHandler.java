package io.carrick.amqp.engine;

/** What a {@link SendingLink} tells its application. */
public interface SendingLinkHandler extends LinkHandler {
    /** The credit or the drain flag of the link may have changed. */
    void flow();

    /** A link that could not send for want of session window or room in the socket may try again. */
    void sendable();
}
