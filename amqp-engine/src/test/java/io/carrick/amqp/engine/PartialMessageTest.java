package io.carrick.amqp.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PartialMessageTest {
    @Test
    void shouldHoldNothingAtFirst() {
        assertThat(new PartialMessage().toArray()).isEmpty();
        assertThat(new PartialMessage().contents().isReadable()).isFalse();
    }

    @Test
    void shouldHoldAllPartsWhateverTheirSizes() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int bound : new int[] {2, 100, 5_000, 3_000_000}) {
            byte[] whole = new byte[bound + random.nextInt(5_000)];
            random.nextBytes(whole);
            PartialMessage partial = new PartialMessage();
            ByteBuf all = Unpooled.wrappedBuffer(whole);
            while (all.isReadable()) {
                ByteBuf part = all.readSlice(Math.min(all.readableBytes(), 1 + random.nextInt(bound)));
                partial.add(part);
                assertThat(part.readerIndex()).isZero();
            }
            assertThat(partial.length()).as("seed %d", seed).isEqualTo(whole.length);
            assertThat(partial.toArray()).as("seed %d", seed).isEqualTo(whole);
            assertThat(partial.contents()).as("seed %d", seed).isEqualTo(Unpooled.wrappedBuffer(whole));
        }
    }
}
