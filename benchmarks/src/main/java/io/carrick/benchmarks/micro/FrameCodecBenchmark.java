package io.carrick.benchmarks.micro;

import io.carrick.amqp.codec.DispositionFrame;
import io.carrick.amqp.codec.FrameHeader;
import io.carrick.amqp.codec.PerformativeReader;
import io.carrick.amqp.codec.PerformativeWriter;
import io.carrick.amqp.codec.ProtocolException;
import io.carrick.amqp.codec.TransferFrame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.concurrent.TimeUnit;
import org.apache.qpid.proton.amqp.messaging.Accepted;
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

/** The two frames that every message costs, to and fro: its transfer and its disposition. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class FrameCodecBenchmark {
    private static final int CHANNEL = 1;
    private static final int FRAME_MAX = 64 << 10;

    private final TransferFrame transfer =
            new TransferFrame(0, 4711, new byte[] {0, 0, 18, 103}, 0, false, false, null, null, false, false);
    private final DispositionFrame disposition = new DispositionFrame(true, 4711, 4720, true, Accepted.getInstance());
    private final byte[] payload = new byte[SampleMessage.BODY_BYTES];
    private ByteBuf out;
    private ByteBuf encodedTransfer;
    private ByteBuf encodedDisposition;

    /** Encodes what is decoded later. */
    @Setup
    public void prepare() {
        out = PooledByteBufAllocator.DEFAULT.directBuffer(FRAME_MAX);
        encodedTransfer = encodeTransfer().copy();
        encodedDisposition = encodeDisposition().copy();
    }

    /** Gives the buffers back. */
    @TearDown
    public void release() {
        out.release();
        encodedTransfer.release();
        encodedDisposition.release();
    }

    /** A transfer with its payload. */
    @Benchmark
    public ByteBuf encodeTransfer() {
        out.clear();
        int start = PerformativeWriter.startTransfer(out, CHANNEL, transfer);
        out.writeBytes(payload);
        PerformativeWriter.finishTransfer(out, start);
        return out;
    }

    /** A settled disposition of a range. */
    @Benchmark
    public ByteBuf encodeDisposition() {
        out.clear();
        PerformativeWriter.write(out, CHANNEL, disposition);
        return out;
    }

    /** Header and performative of a transfer. */
    @Benchmark
    public Object decodeTransfer() throws ProtocolException {
        return decode(encodedTransfer);
    }

    /** Header and performative of a disposition. */
    @Benchmark
    public Object decodeDisposition() throws ProtocolException {
        return decode(encodedDisposition);
    }

    private static Object decode(ByteBuf frame) throws ProtocolException {
        frame.readerIndex(0);
        FrameHeader header = FrameHeader.peek(frame, FrameHeader.AMQP, FRAME_MAX);
        frame.skipBytes(header.bodyOffset());
        return PerformativeReader.read(frame);
    }
}
