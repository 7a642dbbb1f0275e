package io.carrick.benchmarks.micro;

import io.carrick.amqp.message.IncomingMessage;
import io.carrick.amqp.message.MalformedMessageException;
import io.carrick.amqp.message.MessageDecoder;
import io.carrick.amqp.message.MessageEncoder;
import io.carrick.broker.Message;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What the codec does for each message: the sections of what came in, the header of what goes out. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class MessageCodecBenchmark {
    private final byte[] header = new byte[MessageEncoder.HEADER_SIZE_MAX];
    private byte[] payload;
    private ByteBuf buffer;
    private Message message;

    /** Lays the payload out in a direct buffer, as it comes from a socket. */
    @Setup
    public void prepare() throws MalformedMessageException {
        payload = SampleMessage.payload(1);
        message = SampleMessage.message(1);
        buffer = PooledByteBufAllocator.DEFAULT.directBuffer(payload.length).writeBytes(payload);
    }

    /** Gives the buffer back. */
    @TearDown
    public void release() {
        buffer.release();
    }

    /** Scan of all sections and one copy, from a direct buffer. */
    @Benchmark
    public IncomingMessage decodeFromDirectBuffer() throws MalformedMessageException {
        return MessageDecoder.decode(buffer, SampleMessage.NOW);
    }

    /** The same from an array. */
    @Benchmark
    public IncomingMessage decodeFromArray() throws MalformedMessageException {
        return MessageDecoder.decode(payload, 0, payload.length, SampleMessage.NOW);
    }

    /** Header of a first delivery. */
    @Benchmark
    public int encodeHeader() {
        return MessageEncoder.writeHeader(header, 0, message, 0, true, SampleMessage.NOW);
    }

    /** Header of a redelivery. */
    @Benchmark
    public int encodeHeaderOfRedelivery() {
        return MessageEncoder.writeHeader(header, 0, message, 3, false, SampleMessage.NOW);
    }
}
