package io.carrick.jms.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrick.amqp.codec.DispositionFrame;
import io.carrick.amqp.codec.PerformativeWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.transport.Open;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FrameTraceTest {
    private final List<String> lines = new ArrayList<>();
    private final FrameTrace trace = new FrameTrace("a:5672", 4, lines::add);
    private final ByteBuf frames = Unpooled.buffer();

    @AfterEach
    void release() {
        frames.release();
    }

    @Test
    void shouldTellOfEachFrameAndLeaveTheBytesAlone() {
        Open open = new Open();
        open.setContainerId("me");
        PerformativeWriter.write(frames, 0, open);
        PerformativeWriter.write(frames, 3, new DispositionFrame(true, 7, 7, true, Accepted.getInstance()));
        frames.writeBytes(new byte[] {0, 0, 0, 8, 2, 0, 0, 0});
        int bytes = frames.readableBytes();

        trace.sent(frames);

        assertThat(lines).hasSize(3);
        assertThat(lines.get(0)).startsWith("a:5672 -> [0] Open{").contains("me");
        assertThat(lines.get(1)).startsWith("a:5672 -> [3] DispositionFrame[").contains("Accepted");
        assertThat(lines.get(2)).isEqualTo("a:5672 -> [0] (heartbeat)");
        assertThat(frames.readableBytes()).isEqualTo(bytes);
    }

    @Test
    void shouldShowOnlyTheBeginningOfAMessage() {
        // transfer of handle 0, delivery 1, tag 2a, and five bytes of message
        frames.writeBytes(new byte[] {0, 0, 0, 26, 2, 0, 0, 1, 0, 0x53, 0x14, (byte) 0xc0, 7, 3});
        frames.writeBytes(new byte[] {0x43, 0x52, 1, (byte) 0xa0, 1, 0x2a, 0x00, 0x53, 0x77, (byte) 0xa1, 0x00, 0x41});
        frames.setByte(3, frames.readableBytes());

        trace.received(frames);

        assertThat(lines)
                .singleElement()
                .asString()
                .startsWith("a:5672 <- [1] TransferFrame[handle=0, deliveryId=1, deliveryTag=2a,")
                .contains("005377a1...");
    }

    @Test
    void shouldTellOfWhatIsNoFrame() {
        frames.writeBytes("HTTP/1.1 400".getBytes(java.nio.charset.StandardCharsets.US_ASCII));

        trace.received(frames);

        assertThat(lines).singleElement().asString().contains("not a frame").contains("48545450...");
    }
}
