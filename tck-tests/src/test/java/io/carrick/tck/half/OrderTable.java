package io.carrick.tck.half;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The local transactions of all producers, in a directory that outlives them: a file for each life of a producer, with a
 * line for each transaction, flushed. Many processes may look things up; safe for use by several threads.
 */
final class OrderTable {
    private final Path directory;
    private final ConcurrentMap<Integer, Rows> lives = new ConcurrentHashMap<>();

    /** How a local transaction ended. */
    enum Outcome {
        COMMITTED,
        ROLLED_BACK,
        /** Not yet: its producer lives. */
        OPEN
    }

    OrderTable(Path directory) {
        this.directory = directory;
    }

    /** The transactions of one life, written by its producer. Safe for use by several threads. */
    static final class Writer implements AutoCloseable {
        private final FileChannel file;

        private Writer(FileChannel file) {
            this.file = file;
        }

        /** Ends a local transaction, durably. */
        void end(HalfKey key, boolean commit) {
            try {
                file.write(ByteBuffer.wrap(
                        (key.number() + (commit ? " C\n" : " R\n")).getBytes(StandardCharsets.US_ASCII)));
                file.force(false);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    /** Begins a life. */
    Writer begin(int life) throws IOException {
        return new Writer(FileChannel.open(rows(life), StandardOpenOption.CREATE_NEW, StandardOpenOption.APPEND));
    }

    private Path rows(int life) {
        return directory.resolve("life-" + life);
    }

    private Path end(int life) {
        return directory.resolve("life-" + life + ".over");
    }

    /** Says that the producer is dead: what has no line by now was rolled back. */
    void over(int life) throws IOException {
        Files.createFile(end(life));
    }

    /** Looks a transaction up. */
    Outcome outcome(HalfKey key) {
        // Asked first: when the life is over, the lines that are read then are all.
        boolean over = Files.exists(end(key.life()));
        Boolean commit =
                lives.computeIfAbsent(key.life(), life -> new Rows(rows(life))).find(key.number());
        if (commit == null) {
            return over ? Outcome.ROLLED_BACK : Outcome.OPEN;
        }
        return commit ? Outcome.COMMITTED : Outcome.ROLLED_BACK;
    }

    /** All that are committed, of lives 1 to the last. */
    Set<HalfKey> committed(int lastLife) {
        Set<HalfKey> committed = new HashSet<>();
        for (int life = 1; life <= lastLife; life++) {
            int number = life;
            lives.computeIfAbsent(life, l -> new Rows(rows(l)))
                    .committed()
                    .forEach(row -> committed.add(new HalfKey(number, row)));
        }
        return committed;
    }

    /** What has been read of a file that may still grow. */
    private static final class Rows {
        private final Path file;
        private final Map<Integer, Boolean> rows = new HashMap<>();
        private long read;

        Rows(Path file) {
            this.file = file;
        }

        synchronized Boolean find(int number) {
            if (!rows.containsKey(number)) {
                readOn();
            }
            return rows.get(number);
        }

        synchronized Set<Integer> committed() {
            readOn();
            Set<Integer> committed = new HashSet<>(rows.keySet());
            committed.removeIf(number -> !rows.get(number));
            return committed;
        }

        /** Reads the lines that have been added; one without its end is none. */
        private void readOn() {
            if (!Files.exists(file)) {
                return;
            }
            try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
                in.seek(read);
                byte[] bytes = new byte[(int) (in.length() - read)];
                in.readFully(bytes);
                String text = new String(bytes, StandardCharsets.US_ASCII);
                int end = text.lastIndexOf('\n') + 1;
                text.substring(0, end).lines().forEach(this::add);
                read += end;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void add(String line) {
            int space = line.indexOf(' ');
            rows.put(Integer.parseInt(line.substring(0, space)), line.endsWith("C"));
        }
    }
}
