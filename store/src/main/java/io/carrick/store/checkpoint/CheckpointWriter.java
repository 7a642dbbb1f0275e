package io.carrick.store.checkpoint;

import java.io.DataOutput;
import java.io.IOException;

/** Writes the body of a checkpoint. */
@FunctionalInterface
public interface CheckpointWriter {
    void write(DataOutput out) throws IOException;
}
