package io.carrick.store.queue;

import io.carrick.store.checkpoint.CheckpointImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.IOException;

/** Entries to test with, and what was written to be read again. */
public final class QueueEntries {
    private QueueEntries() {}

    /** An entry whose fields all follow from its sequence. */
    public static QueueEntry placed(long sequence) {
        return at(sequence, sequence * 100);
    }

    public static QueueEntry unplaced(long sequence) {
        return at(sequence, QueueEntry.NO_POSITION);
    }

    private static QueueEntry at(long sequence, long position) {
        int seed = (int) sequence;
        return new QueueEntry(
                sequence,
                position,
                seed + 1,
                seed % 10,
                seed + 2,
                sequence + 3,
                sequence + 4,
                seed + 5,
                seed + 6,
                seed + 7);
    }

    /** What was written to an image, from its start. */
    public static DataInput input(CheckpointImage image) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        image.writeTo(bytes);
        return new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()));
    }
}
