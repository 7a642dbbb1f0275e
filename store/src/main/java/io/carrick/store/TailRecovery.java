package io.carrick.store;

import io.carrick.store.file.LogFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the end of the log in its last segment and makes the segment good for appending.
 *
 * <p>The log ends where the first record is missing or damaged. If anything proves that more had been durable, that is
 * corruption and nothing is changed. Otherwise it is the trace of a crash: the rest is made unreadable, and what lies
 * between the last proof and the end, which may so far exist in the page cache only, is written once more and flushed.
 */
final class TailRecovery {
    private static final Logger LOGGER = LoggerFactory.getLogger(TailRecovery.class);
    private static final int COPY_BYTES = 1 << 20;
    /** Remains of a crash that no search shows, because a flush of an earlier repair failed, are not longer than this. */
    private static final int MAX_HIDDEN_REMAINS_BYTES = 8 << 20;

    private final Segment segment;
    private final RecordCodec codec;
    private final DurableMark mark;
    private long end;
    private long nextIndex;
    private long proven;

    TailRecovery(Segment segment, RecordCodec codec, DurableMark mark) {
        this.segment = segment;
        this.codec = codec;
        this.mark = mark;
    }

    void run() throws IOException {
        proven = mark.position();
        RecordScan scan = new RecordScan(
                segment, codec, segment.firstPosition(), segment.header().firstIndex());
        while (scan.next(segment.limit())) {
            proven = Math.max(proven, scan.header().durablePosition);
        }
        end = scan.position();
        nextIndex = scan.nextIndex();
        if (mark.isClean() && mark.position() == end) {
            return;
        }
        RecordSearch beyond = new RecordSearch(segment.file(), segment.start(), codec).run(end, segment.limit());
        proven = Math.max(proven, beyond.provenPosition());
        if (proven > end) {
            throw segment.corrupted(
                    end, scan.problem() + ", although everything before position " + proven + " had been made durable");
        }
        if (beyond.foundAny()) {
            LOGGER.info(
                    "Dropping unflushed remains of a crash from log position {} to {}: {}",
                    end,
                    beyond.lastEnd(),
                    scan.problem());
        }
        repair(beyond.lastEnd());
    }

    private void repair(long lastRemnant) throws IOException {
        LogFile file = segment.file();
        long offset = end - segment.start();
        long length = segment.header().size();
        zero(file.size(), length);
        zero(offset, Math.min(length, Math.max(lastRemnant - segment.start(), offset + MAX_HIDDEN_REMAINS_BYTES)));
        rewrite(proven <= segment.firstPosition() ? 0 : proven - segment.start(), offset);
        file.force();
    }

    private void zero(long from, long to) throws IOException {
        for (long offset = from; offset < to; offset += COPY_BYTES) {
            segment.file().write(ByteBuffer.allocate((int) Math.min(COPY_BYTES, to - offset)), offset);
        }
    }

    /**
     * After a failed flush the kernel takes the pages for clean and never writes them again, while it still shows them
     * to readers: only writing them once more makes sure that the next flush means something.
     */
    private void rewrite(long from, long to) throws IOException {
        for (long offset = from; offset < to; offset += COPY_BYTES) {
            ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(COPY_BYTES, to - offset));
            segment.file().read(bytes, offset);
            segment.file().write(bytes.flip(), offset);
        }
    }

    /** Position behind the last record. */
    long end() {
        return end;
    }

    /** The index that the next record will get. */
    long nextIndex() {
        return nextIndex;
    }
}
