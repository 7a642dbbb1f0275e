package io.carrick.store;

import io.carrick.store.file.LogDirectory;
import io.carrick.store.file.LogFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Opens the files of a log, checks that they belong together and recovers its end; creates the log if it is new. */
final class LogRecovery implements Closeable {
    private static final Pattern SEGMENT_NAME = Pattern.compile("\\d{20}");

    private final LogDirectory directory;
    private final SegmentPool pool;
    private final CommitLogSettings settings;
    private final SegmentTable segments = new SegmentTable();
    private DurableMark mark;

    LogRecovery(LogDirectory directory, SegmentPool pool, CommitLogSettings settings) {
        this.directory = directory;
        this.pool = pool;
        this.settings = settings;
    }

    RecoveredLog run() throws IOException {
        mark = DurableMark.open(directory);
        pool.load();
        List<String> names = directory.list().stream()
                .filter(name -> SEGMENT_NAME.matcher(name).matches())
                .toList();
        Optional<String> prepared = openSegments(names);
        long logId = identity(prepared);
        RecordCodec codec = new RecordCodec(logId);
        if (prepared.isPresent()) {
            checkHoldsNoRecord(prepared.get(), codec);
        }
        return segments.all().isEmpty() ? create(logId, prepared) : recover(codec, logId, prepared);
    }

    /** Opens all segments in use; returns the name of the file prepared for the next one, if there is one. */
    private Optional<String> openSegments(List<String> names) throws IOException {
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            LogFile file = directory.open(name);
            Optional<SegmentHeader> header = readHeader(file);
            if (header.isEmpty()) {
                file.close();
                if (i < names.size() - 1) {
                    throw new LogCorruptedException(name, 0, Long.parseLong(name), "the segment header is damaged");
                }
                return Optional.of(name);
            }
            add(new Segment(header.get(), file));
        }
        return Optional.empty();
    }

    private static Optional<SegmentHeader> readHeader(LogFile file) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(SegmentHeader.BYTES);
        file.read(bytes, 0);
        return SegmentHeader.decode(bytes.flip());
    }

    private void add(Segment segment) throws IOException {
        List<Segment> before = segments.all();
        segments.add(segment);
        pool.count(segment.header().size());
        if (!segment.file().name().equals(Segment.fileName(segment.start()))) {
            throw segment.corrupted(segment.start(), "the segment's name does not tell its position");
        }
        if (before.isEmpty()) {
            return;
        }
        Segment previous = before.get(before.size() - 1);
        boolean adjacent = previous.limit() == segment.start();
        long previousEnd = adjacent ? segment.header().previousEnd() : previous.limit();
        if (segment.header().logId() != previous.header().logId()
                || segment.start() < previous.limit()
                || previousEnd < previous.firstPosition()
                || previousEnd > previous.limit()) {
            throw segment.corrupted(
                    segment.start(),
                    "the segment does not continue segment " + previous.file().name());
        }
        previous.seal(previousEnd);
    }

    private long identity(Optional<String> prepared) throws IOException {
        if (!segments.all().isEmpty()) {
            Segment first = segments.all().get(0);
            long logId = first.header().logId();
            if (mark.logId().isEmpty()) {
                mark.identify(logId);
            } else if (mark.logId().getAsLong() != logId) {
                throw first.corrupted(first.start(), "the segment belongs to another log");
            }
            return logId;
        }
        if (mark.logId().isEmpty() && prepared.isPresent()) {
            throw new LogCorruptedException(
                    DurableMark.FILE_NAME, 0, 0, "the identity of the log is damaged, and so is its only segment");
        }
        long logId = mark.logId().isPresent() ? mark.logId().getAsLong() : new SecureRandom().nextLong();
        mark.identify(logId);
        return logId;
    }

    private void checkHoldsNoRecord(String name, RecordCodec codec) throws IOException {
        long start = Long.parseLong(name);
        try (LogFile file = directory.open(name)) {
            long length = file.size() & -RecordCodec.ALIGNMENT;
            boolean used = !mark.isClean()
                    && new RecordSearch(file, start, codec)
                            .run(start + SegmentHeader.BYTES, start + length)
                            .foundAny();
            if (used) {
                throw new LogCorruptedException(name, 0, start, "the header of a segment with records is damaged");
            }
        }
    }

    private RecoveredLog create(long logId, Optional<String> prepared) throws IOException {
        if (mark.position() > 0) {
            throw new LogCorruptedException(
                    Segment.fileName(0), 0, 0, "no segment is there, but the log reached position " + mark.position());
        }
        pool.expect(0);
        if (prepared.isPresent()) {
            pool.adopt(prepared.get());
        }
        SegmentHeader header = new SegmentHeader(logId, 0, settings.segmentSizeBytes(), 0, 1);
        Segment first = LogAppender.start(header, pool.take(0));
        segments.add(first);
        return new RecoveredLog(logId, segments, mark, first.firstPosition(), 0);
    }

    private RecoveredLog recover(RecordCodec codec, long logId, Optional<String> prepared) throws IOException {
        Segment last = segments.all().get(segments.all().size() - 1);
        TailRecovery tail = new TailRecovery(last, codec, mark);
        tail.run();
        last.advance(tail.end());
        mark.writeDurably(tail.end(), false);
        pool.expect(last.limit());
        if (prepared.isPresent()) {
            pool.adopt(prepared.get());
        }
        return new RecoveredLog(logId, segments, mark, tail.end(), tail.nextIndex() - 1);
    }

    /** Closes what was opened, after an error. */
    @Override
    public void close() throws IOException {
        for (Segment segment : segments.all()) {
            segment.close();
        }
        if (mark != null) {
            mark.close();
        }
        pool.close();
    }
}
