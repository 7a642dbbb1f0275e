package io.carrick.broker.core;

import io.carrick.store.file.LogDirectory;
import io.carrick.store.file.LogFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** A directory that counts what goes through it, and through the directories in it. Thread-safe. */
final class CountedDirectory implements LogDirectory {
    private final LogDirectory directory;
    private final Counts counts;

    CountedDirectory(LogDirectory directory) {
        this(directory, new Counts());
    }

    private CountedDirectory(LogDirectory directory, Counts counts) {
        this.directory = directory;
        this.counts = counts;
    }

    /** What has been done so far. */
    Counts counts() {
        return counts;
    }

    /** Counts of all files together. */
    static final class Counts {
        private final AtomicLong forces = new AtomicLong();
        private final AtomicLong bytesWritten = new AtomicLong();
        private final AtomicLong bytesRead = new AtomicLong();

        long forces() {
            return forces.get();
        }

        long bytesWritten() {
            return bytesWritten.get();
        }

        long bytesRead() {
            return bytesRead.get();
        }
    }

    @Override
    public LogFile open(String name) throws IOException {
        return new CountedFile(directory.open(name), counts);
    }

    @Override
    public LogFile create(String name) throws IOException {
        return new CountedFile(directory.create(name), counts);
    }

    @Override
    public void rename(String from, String to) throws IOException {
        directory.rename(from, to);
    }

    @Override
    public void delete(String name) throws IOException {
        directory.delete(name);
    }

    @Override
    public List<String> list() throws IOException {
        return directory.list();
    }

    @Override
    public LogDirectory directory(String name) throws IOException {
        return new CountedDirectory(directory.directory(name), counts);
    }

    @Override
    public void force() throws IOException {
        directory.force();
    }

    @Override
    public long usableBytes() throws IOException {
        return directory.usableBytes();
    }

    @Override
    public void close() throws IOException {
        directory.close();
    }

    private record CountedFile(LogFile file, Counts counts) implements LogFile {
        @Override
        public String name() {
            return file.name();
        }

        @Override
        public void write(ByteBuffer source, long position) throws IOException {
            int bytes = source.remaining();
            file.write(source, position);
            counts.bytesWritten.addAndGet(bytes);
        }

        @Override
        public int read(ByteBuffer target, long position) throws IOException {
            int bytes = file.read(target, position);
            counts.bytesRead.addAndGet(Math.max(0, bytes));
            return bytes;
        }

        @Override
        public void force() throws IOException {
            file.force();
            counts.forces.incrementAndGet();
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public void truncate(long size) throws IOException {
            file.truncate(size);
        }

        @Override
        public void preallocate(long size) throws IOException {
            file.preallocate(size);
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
