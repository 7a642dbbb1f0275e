package io.carrick.store.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/**
 * A file of the operating system. Interrupting a thread inside a {@link FileChannel} closes that channel for everyone,
 * so readers have a channel of their own that is opened again, and the writer's channel is never used with the
 * interrupt flag set.
 */
final class FileLogFile implements LogFile {
    private static final int ZEROS_BYTES = 1 << 20;
    private static final ByteBuffer ZEROS =
            ByteBuffer.allocateDirect(ZEROS_BYTES).asReadOnlyBuffer();

    private final Path path;
    private final FileChannel writer;
    private final Object readerLock = new Object();
    private volatile FileChannel reader;
    private volatile boolean closed;

    FileLogFile(Path path) throws IOException {
        this.path = path;
        this.writer = FileChannel.open(path, StandardOpenOption.WRITE);
        try {
            this.reader = FileChannel.open(path, StandardOpenOption.READ);
        } catch (IOException e) {
            writer.close();
            throw e;
        }
    }

    @Override
    public String name() {
        return path.getFileName().toString();
    }

    @Override
    public void write(ByteBuffer source, long position) throws IOException {
        uninterrupted(() -> {
            long at = position;
            while (source.hasRemaining()) {
                at += writer.write(source, at);
            }
        });
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                FileChannel channel = reader;
                try {
                    return readFully(channel, target, position);
                } catch (ClosedChannelException e) {
                    // An interrupt closed it: ours, or that of another reader of the same file.
                    interrupted |= Thread.interrupted();
                    reopen(channel, e);
                }
            }
        } finally {
            restore(interrupted);
        }
    }

    private static int readFully(FileChannel channel, ByteBuffer target, long position) throws IOException {
        int start = target.position();
        try {
            while (target.hasRemaining()) {
                int count = channel.read(target, position + target.position() - start);
                if (count < 0) {
                    break;
                }
            }
        } catch (ClosedChannelException e) {
            target.position(start);
            throw e;
        }
        int total = target.position() - start;
        return total == 0 && target.hasRemaining() ? -1 : total;
    }

    private void reopen(FileChannel dead, ClosedChannelException cause) throws IOException {
        synchronized (readerLock) {
            if (closed) {
                throw cause;
            }
            if (reader == dead) {
                reader = FileChannel.open(path, StandardOpenOption.READ);
            }
        }
    }

    @Override
    public void force() throws IOException {
        uninterrupted(() -> writer.force(false));
    }

    @Override
    public long size() throws IOException {
        return writer.size();
    }

    @Override
    public void truncate(long size) throws IOException {
        uninterrupted(() -> writer.truncate(size));
    }

    @Override
    public void preallocate(long size) throws IOException {
        uninterrupted(() -> {
            writer.truncate(size);
            for (long at = 0; at < size; ) {
                ByteBuffer zeros = ZEROS.duplicate();
                zeros.limit((int) Math.min(ZEROS_BYTES, size - at));
                at += writer.write(zeros, at);
            }
            writer.force(true);
        });
    }

    @Override
    public void close() throws IOException {
        synchronized (readerLock) {
            closed = true;
            try {
                reader.close();
            } finally {
                writer.close();
            }
        }
    }

    @FunctionalInterface
    private interface Operation {
        void run() throws IOException;
    }

    private void uninterrupted(Operation operation) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            operation.run();
        } catch (IOException e) {
            throw isDiskFull(e) ? new DiskFullException("No space left for " + path, e) : e;
        } finally {
            restore(interrupted);
        }
    }

    private static void restore(boolean interrupted) {
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** The JDK has no type for ENOSPC and EDQUOT: the text of the operating system is all there is. */
    private static boolean isDiskFull(IOException e) {
        String message = e.getMessage() == null ? "" : e.getMessage().toLowerCase(Locale.ROOT);
        return message.contains("no space left") || message.contains("quota exceeded");
    }
}
