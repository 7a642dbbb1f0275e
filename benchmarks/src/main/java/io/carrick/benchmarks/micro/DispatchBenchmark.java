package io.carrick.benchmarks.micro;

import io.carrick.amqp.message.AmqpMessageFormat;
import io.carrick.amqp.message.MalformedMessageException;
import io.carrick.broker.AddressSettings;
import io.carrick.broker.Authorizer;
import io.carrick.broker.BrokerEnvironment;
import io.carrick.broker.BrokerSettings;
import io.carrick.broker.Message;
import io.carrick.broker.core.CarrickBroker;
import java.io.IOException;
import java.time.InstantSource;
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

/**
 * Messages per second through the broker without network and codec: sent, safe, dispatched, and accepted by a consumer,
 * with so many on the way at a time.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class DispatchBenchmark {
    private static final long MIB = 1L << 20;
    private static final long DRAIN_SECONDS = 30;

    /** Messages on the way. */
    @Param({"1", "512"})
    private int window;

    /** Whether they are flushed before they are safe. */
    @Param({"true", "false"})
    private boolean durable;

    private ScratchDirectory scratch;
    private CarrickBroker broker;
    private LoopbackClient client;
    private Semaphore free;
    private Message message;
    private volatile Throwable failure;

    /** Starts a broker and connects. */
    @Setup
    public void open() throws IOException, MalformedMessageException, InterruptedException {
        scratch = new ScratchDirectory();
        free = new Semaphore(window);
        message = SampleMessage.message(1).toBuilder().durable(durable).build();
        broker = CarrickBroker.open(
                scratch.directory(),
                new BrokerSettings(ScratchLog.SETTINGS, 48 * MIB, 32 * MIB, 64 * MIB),
                new BrokerEnvironment(
                        address -> AddressSettings.DEFAULT,
                        Authorizer.PERMIT_ALL,
                        new AmqpMessageFormat(),
                        InstantSource.system(),
                        this::fail));
        client = new LoopbackClient(broker, "dispatch", free::release, this::fail);
    }

    /** Ends both. */
    @TearDown
    public void close() throws IOException, InterruptedException {
        if (failure == null && !free.tryAcquire(window, DRAIN_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException(window - free.availablePermits() + " messages never came back");
        }
        client.close();
        broker.close();
        scratch.close();
    }

    /** One message, when there is room in the window. */
    @Benchmark
    public void send() throws InterruptedException {
        free.acquire();
        if (failure != null) {
            throw new IllegalStateException("the broker failed", failure);
        }
        client.send(message);
    }

    private void fail(Throwable cause) {
        failure = cause;
        free.release();
    }
}
