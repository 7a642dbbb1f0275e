package io.carrick.store.checkpoint;

import io.carrick.store.file.LogDirectory;
import io.carrick.store.file.LogFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * A directory in memory that can crash: each write since the last force of its file is then lost or kept at random, and
 * so is each creation, rename and deletion since the last force of the directory.
 */
public final class MemoryDirectory implements LogDirectory {
    private final Map<String, MemoryDirectory> directories = new HashMap<>();
    private TreeMap<String, MemoryFile> files = new TreeMap<>();
    private TreeMap<String, MemoryFile> durable = new TreeMap<>();
    private int reads;
    private int writes;
    private boolean failsForce;

    /** Reads of any file in it. */
    public synchronized int reads() {
        return reads;
    }

    /** Writes to any file in it. */
    public synchronized int writes() {
        return writes;
    }

    /** From now on, no force succeeds. */
    public synchronized void failForce() {
        failsForce = true;
    }

    /** Loses power. Files open before must not be used any more. */
    public synchronized void crash(Random random) {
        TreeMap<String, MemoryFile> survivors = new TreeMap<>(random.nextBoolean() ? files : durable);
        files = new TreeMap<>();
        survivors.forEach((name, file) -> files.put(name, file.afterCrash(random)));
        durable = new TreeMap<>(files);
        directories.values().forEach(directory -> directory.crash(random));
    }

    public synchronized void flipBit(String name, long position) throws IOException {
        existing(name).content[(int) position] ^= 1;
    }

    public synchronized byte[] content(String name) throws IOException {
        return existing(name).content.clone();
    }

    private MemoryFile existing(String name) throws IOException {
        MemoryFile file = files.get(name);
        if (file == null) {
            throw new NoSuchFileException(name);
        }
        return file;
    }

    @Override
    public synchronized LogFile open(String name) throws IOException {
        return new Handle(name, existing(name));
    }

    @Override
    public synchronized LogFile create(String name) throws IOException {
        if (files.containsKey(name)) {
            throw new FileAlreadyExistsException(name);
        }
        MemoryFile file = new MemoryFile();
        files.put(name, file);
        return new Handle(name, file);
    }

    @Override
    public synchronized void rename(String from, String to) throws IOException {
        files.put(to, existing(from));
        files.remove(from);
    }

    @Override
    public synchronized void delete(String name) throws IOException {
        existing(name);
        files.remove(name);
    }

    @Override
    public synchronized List<String> list() {
        return new ArrayList<>(files.keySet());
    }

    @Override
    public synchronized LogDirectory directory(String name) {
        return directories.computeIfAbsent(name, n -> new MemoryDirectory());
    }

    @Override
    public synchronized void force() throws IOException {
        requireHealthy();
        durable = new TreeMap<>(files);
    }

    private void requireHealthy() throws IOException {
        if (failsForce) {
            throw new IOException("the disk is gone");
        }
    }

    @Override
    public long usableBytes() {
        return Long.MAX_VALUE;
    }

    @Override
    public void close() {}

    private record Write(int position, byte[] bytes) {}

    private static final class MemoryFile {
        private byte[] content = {};
        private byte[] forced = {};
        private List<Write> unforced = new ArrayList<>();

        void write(int position, byte[] bytes) {
            content = patched(content, position, bytes);
            unforced.add(new Write(position, bytes));
        }

        void force() {
            forced = content.clone();
            unforced = new ArrayList<>();
        }

        MemoryFile afterCrash(Random random) {
            MemoryFile file = new MemoryFile();
            file.content = forced;
            for (Write write : unforced) {
                if (random.nextBoolean()) {
                    file.content = patched(file.content, write.position, write.bytes);
                }
            }
            file.force();
            return file;
        }

        private static byte[] patched(byte[] content, int position, byte[] bytes) {
            byte[] patched = content.length < position + bytes.length
                    ? Arrays.copyOf(content, position + bytes.length)
                    : content;
            System.arraycopy(bytes, 0, patched, position, bytes.length);
            return patched;
        }
    }

    private final class Handle implements LogFile {
        private final String name;
        private final MemoryFile file;

        Handle(String name, MemoryFile file) {
            this.name = name;
            this.file = file;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public void write(ByteBuffer source, long position) {
            byte[] bytes = new byte[source.remaining()];
            source.get(bytes);
            synchronized (MemoryDirectory.this) {
                writes++;
                file.write((int) position, bytes);
            }
        }

        @Override
        public int read(ByteBuffer target, long position) {
            synchronized (MemoryDirectory.this) {
                reads++;
                if (position >= file.content.length) {
                    return -1;
                }
                int count = Math.min(target.remaining(), file.content.length - (int) position);
                target.put(file.content, (int) position, count);
                return count;
            }
        }

        @Override
        public void force() throws IOException {
            synchronized (MemoryDirectory.this) {
                requireHealthy();
                file.force();
            }
        }

        @Override
        public long size() {
            synchronized (MemoryDirectory.this) {
                return file.content.length;
            }
        }

        @Override
        public void truncate(long size) {
            synchronized (MemoryDirectory.this) {
                file.content = Arrays.copyOf(file.content, (int) Math.min(size, file.content.length));
            }
        }

        @Override
        public void preallocate(long size) {
            synchronized (MemoryDirectory.this) {
                file.content = Arrays.copyOf(file.content, (int) Math.max(size, file.content.length));
                file.force();
            }
        }

        @Override
        public void close() {}
    }
}
