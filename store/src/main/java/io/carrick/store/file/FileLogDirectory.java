package io.carrick.store.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/** A directory of the operating system's file system, accessed with {@link FileChannel}. */
public final class FileLogDirectory implements LogDirectory {
    private final Path path;
    /** Null for a sub-directory, which the lock of its root protects. */
    private final DirectoryLock lock;

    private FileLogDirectory(Path path, DirectoryLock lock) {
        this.path = path;
        this.lock = lock;
    }

    /**
     * Takes a directory into exclusive use, creating it if it does not exist, until {@link #close} or the end of the
     * process.
     *
     * @throws DirectoryInUseException if another broker uses it
     */
    public static LogDirectory at(Path path) throws IOException {
        Path absolute = path.toAbsolutePath().normalize();
        createDurably(absolute);
        return new FileLogDirectory(absolute, DirectoryLock.acquire(absolute));
    }

    @Override
    public LogFile open(String name) throws IOException {
        Path file = path.resolve(name);
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file.toString());
        }
        return new FileLogFile(file);
    }

    @Override
    public LogFile create(String name) throws IOException {
        return new FileLogFile(Files.createFile(path.resolve(name)));
    }

    @Override
    public void rename(String from, String to) throws IOException {
        Files.move(path.resolve(from), path.resolve(to), StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void delete(String name) throws IOException {
        Files.delete(path.resolve(name));
    }

    @Override
    public List<String> list() throws IOException {
        try (Stream<Path> files = Files.list(path)) {
            return files.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals(DirectoryLock.FILE_NAME))
                    .sorted()
                    .toList();
        }
    }

    @Override
    public LogDirectory directory(String name) throws IOException {
        Path child = path.resolve(name);
        createDurably(child);
        return new FileLogDirectory(child, null);
    }

    @Override
    public void force() throws IOException {
        force(path);
    }

    @Override
    public long usableBytes() throws IOException {
        return Files.getFileStore(path).getUsableSpace();
    }

    @Override
    public void close() throws IOException {
        if (lock != null) {
            lock.close();
        }
    }

    @Override
    public String toString() {
        return path.toString();
    }

    /** A new directory is durable only when the one that lists it has been flushed. */
    private static void createDurably(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            return;
        }
        Path parent = directory.getParent();
        if (parent != null) {
            createDurably(parent);
        }
        Files.createDirectories(directory);
        if (parent != null) {
            force(parent);
        }
    }

    private static void force(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
