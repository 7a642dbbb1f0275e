package io.carrick.tck.half;

import java.io.IOException;
import java.util.List;

/** A life of a producer of half messages, in a process of its own. */
interface HalfProducer {
    /** How many half messages the broker has taken from it. */
    int stored();

    /** What should not have happened to it. */
    List<String> failures();

    /** The broker is about to die. */
    void brokerDown();

    /** The broker is ready again. */
    void brokerUp();

    /** {@code kill -9}. */
    void kill() throws IOException, InterruptedException;
}
