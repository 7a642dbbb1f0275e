package io.carrick.benchmarks.micro;

import io.carrick.store.LogEntry;
import io.carrick.store.LogWriter;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
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

/** Durable records per second through the log writer, when so many are under way at a time (group commit). */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class GroupCommitBenchmark {
    /** Records submitted and not yet durable. */
    @Param({"1", "64", "512", "4096"})
    private int window;

    private final List<LogEntry> record = List.of(new BodyEntry(SampleMessage.BODY_BYTES));
    private ScratchLog scratch;
    private LogWriter writer;
    private Semaphore free;
    private volatile Throwable failure;

    /** Starts the writer. */
    @Setup
    public void open() throws IOException {
        scratch = new ScratchLog();
        free = new Semaphore(window);
        writer = new LogWriter(scratch.log(), new LogWriter.Listener() {
            @Override
            public void committed(List<LogEntry> batch) {
                scratch.recycle();
                free.release();
            }

            @Override
            public void failed(Throwable cause) {
                failure = cause;
                free.release();
            }
        });
    }

    /** Ends it. */
    @TearDown
    public void close() throws IOException {
        writer.close();
        scratch.close();
    }

    /** One record, when there is room in the window. */
    @Benchmark
    public void submit() throws InterruptedException {
        free.acquire();
        if (failure != null) {
            throw new IllegalStateException("the log failed", failure);
        }
        writer.submit(record, true);
    }
}
