package io.carrick.benchmarks.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PayloadCodecTest {
    private static final Payload PAYLOAD = new Payload(3, 1L << 40, -5);

    @Test
    void shouldReadBackWhatItWrote() throws Exception {
        PayloadCodec codec = new PayloadCodec(1024);

        assertThat(codec.encode(PAYLOAD)).hasSize(1024);
        assertThat(codec.decode(codec.encode(PAYLOAD))).isEqualTo(PAYLOAD);
    }

    @Test
    void shouldDetectAnyFlippedBit() {
        PayloadCodec codec = new PayloadCodec(64);
        for (int bit = 0; bit < 64 * 8; bit++) {
            byte[] body = codec.encode(PAYLOAD);
            body[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThatThrownBy(() -> codec.decode(body)).isInstanceOf(CorruptPayloadException.class);
        }
    }

    @Test
    void shouldDetectAMissingByte() {
        PayloadCodec codec = new PayloadCodec(64);
        byte[] shorter = new PayloadCodec(63).encode(PAYLOAD);

        assertThatThrownBy(() -> codec.decode(shorter)).hasMessage("body of 63 bytes, 64 were sent");
    }

    @Test
    void shouldRefuseASizeThatHoldsNoPayload() {
        assertThatThrownBy(() -> new PayloadCodec(PayloadCodec.MIN_SIZE - 1))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
