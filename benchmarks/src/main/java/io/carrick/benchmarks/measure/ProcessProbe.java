package io.carrick.benchmarks.measure;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** CPU time and memory of a process on this machine, as Linux tells them in {@code /proc} (proc(5)). Stateless. */
public final class ProcessProbe {
    /** Unit of the times in /proc/PID/stat: USER_HZ, 100 on every Linux platform that Java runs on. */
    private static final long NANOS_PER_TICK = 10_000_000;

    /** utime is the 14th field of /proc/PID/stat, that is the 12th after the command name's closing parenthesis. */
    private static final int USER_TIME = 11;

    private static final int SYSTEM_TIME = 12;
    private static final long BYTES_PER_KIB = 1024;
    private static final Pattern COMPILER = Pattern.compile("\\d+ \\(C[12] Compiler");

    private final Path directory;

    /** @param pid of the process to watch */
    public ProcessProbe(long pid) {
        this(Path.of("/proc", Long.toString(pid)));
    }

    ProcessProbe(Path directory) {
        this.directory = directory;
    }

    /** The probe of this process. */
    public static ProcessProbe self() {
        return new ProcessProbe(ProcessHandle.current().pid());
    }

    /**
     * CPU time used so far by all threads, in user and kernel mode, nanoseconds.
     *
     * @throws IOException if the process is gone
     */
    public long cpuNanos() throws IOException {
        return nanos(Files.readString(directory.resolve("stat")));
    }

    /**
     * The part of {@link #cpuNanos} that the just-in-time compilers of a JVM have used: what every process pays once,
     * and a short measurement many times over. Compiler threads that have ended do not count: run the JVM with {@code
     * -XX:-UseDynamicNumberOfCompilerThreads}.
     *
     * @throws IOException if the process is gone
     */
    public long compilerNanos() throws IOException {
        long nanos = 0;
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(directory.resolve("task"))) {
            for (Path thread : threads) {
                nanos += compilerNanos(thread.resolve("stat"));
            }
        }
        return nanos;
    }

    private static long compilerNanos(Path file) throws IOException {
        try {
            String stat = Files.readString(file);
            return COMPILER.matcher(stat).lookingAt() ? nanos(stat) : 0;
        } catch (NoSuchFileException e) {
            // The thread has ended since the directory was read.
            return 0;
        }
    }

    private static long nanos(String stat) {
        // The command name may hold spaces and parentheses: count from the last one.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[SYSTEM_TIME])) * NANOS_PER_TICK;
    }

    /**
     * The most resident memory that the process ever had, bytes.
     *
     * @throws IOException if the process is gone
     */
    public long peakResidentBytes() throws IOException {
        for (String line : Files.readAllLines(directory.resolve("status"))) {
            if (line.startsWith("VmHWM:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) * BYTES_PER_KIB;
            }
        }
        throw new IOException("no VmHWM in " + directory.resolve("status"));
    }
}
