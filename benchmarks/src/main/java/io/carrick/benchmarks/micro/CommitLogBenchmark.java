package io.carrick.benchmarks.micro;

import io.carrick.store.LogEntry;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** One group of records appended to the commit log: encoded, written, and flushed or not. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class CommitLogBenchmark {
    /** Records of 1 KiB in a group. */
    @Param({"1", "64", "512"})
    private int records;

    private ScratchLog scratch;
    private List<LogEntry> group;

    /** Makes the log. */
    @Setup
    public void open() throws IOException {
        scratch = new ScratchLog();
        group = IntStream.range(0, records)
                .mapToObj(i -> new BodyEntry(SampleMessage.BODY_BYTES))
                .collect(Collectors.toList());
    }

    /** Deletes it. */
    @TearDown
    public void close() throws IOException {
        scratch.close();
    }

    /** Into the page cache. */
    @Benchmark
    public void append() throws IOException {
        scratch.log().append(group);
        scratch.recycle();
    }

    /** To the disk. */
    @Benchmark
    public void appendAndForce() throws IOException {
        scratch.log().append(group);
        scratch.log().force();
        scratch.recycle();
    }
}
