package io.carrick.broker.state;

import io.carrick.broker.record.MessageBody;

/** Reads messages from the log. Thread-safe. */
@FunctionalInterface
public interface MessageReader {
    /**
     * The message in the record at that place.
     *
     * @throws UnreadableMessageException if it cannot be read or fails its checksum
     */
    MessageBody read(Place place);
}
