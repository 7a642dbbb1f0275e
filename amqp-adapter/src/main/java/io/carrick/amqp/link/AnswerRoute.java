package io.carrick.amqp.link;

import io.carrick.amqp.codec.ControlMessage;

/** The way by which answers of a {@link RequestNode} reach the client. */
interface AnswerRoute {
    /** Answers that may wait. */
    int WAITING_MAX = 1000;

    /** Bytes that may wait; answers to requests under way may add to them. */
    int BYTES_WAITING_MAX = 4 << 20;

    /** Whether so much waits that the client does not seem to read its answers. */
    boolean isClogged();

    void answer(ControlMessage message);
}
