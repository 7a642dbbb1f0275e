package io.carrick.amqp.link;

import io.carrick.amqp.codec.ControlMessage;

/** The way by which answers of a {@link RequestNode} reach the client. */
interface AnswerRoute {
    /** Whether so much waits that the client does not seem to read its answers. */
    boolean isClogged(int answersMax);

    void answer(ControlMessage message);
}
