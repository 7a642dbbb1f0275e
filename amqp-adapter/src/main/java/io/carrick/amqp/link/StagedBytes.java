package io.carrick.amqp.link;

/** Told of received bytes that occupy memory until they are written to the log, so that reading can pause. */
public interface StagedBytes {
    void staged(int bytes);

    void written(int bytes);
}
