package io.carrick.amqp.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.messaging.AmqpSequence;
import org.apache.qpid.proton.amqp.messaging.AmqpValue;
import org.apache.qpid.proton.amqp.messaging.Data;
import org.apache.qpid.proton.amqp.messaging.Footer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BodyScannerTest {
    private static final List<byte[]> BODIES = List.of(
            Encoded.of(new Data(new Binary(new byte[3000])), new Data(new Binary(new byte[2])), new Footer(Map.of())),
            Encoded.of(new AmqpSequence(List.of(1, "two")), new AmqpSequence(List.of())),
            Encoded.of(new AmqpValue("x".repeat(700))),
            Encoded.of(new AmqpValue(null)),
            Encoded.bytes(0x00, 0x53, 0x77, 0x56, 0x01),
            Encoded.bytes(0x00, 0x53, 0x77, 0x00, 0xa3, 1, 'x', 0x00, 0x53, 9, 0x71, 1, 2, 3, 4),
            Encoded.join(
                    Encoded.bytes(0x00, 0xa3, "amqp:data:binary".length()),
                    "amqp:data:binary".getBytes(),
                    Encoded.bytes(0xb0, 0, 0, 0, 2, 1, 2)),
            Encoded.bytes(0x00, 0x80, 0, 0, 0, 0, 0, 0, 0, 0x75, 0xa0, 0));

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldTakeABodyInPiecesOfAnySize(long seed) throws MalformedMessageException {
        SplittableRandom random = new SplittableRandom(seed);
        for (byte[] body : BODIES) {
            for (int round = 0; round < 50; round++) {
                BodyScanner scanner = new BodyScanner();
                for (int at = 0; at < body.length; ) {
                    int length = Math.min(body.length - at, 1 + random.nextInt(1 + random.nextInt(40)));
                    scanner.accept(Unpooled.wrappedBuffer(body, at, length));
                    at += length;
                }
                scanner.finish();
            }
        }
    }

    @Test
    void shouldJudgeEveryCutAsTheSectionScannerDoes() {
        for (byte[] body : BODIES) {
            for (int length = 0; length <= body.length; length++) {
                byte[] cut = Arrays.copyOf(body, length);
                assertThat(scans(cut)).as("cut to %d", length).isEqualTo(sectionsScan(cut));
            }
        }
    }

    @Test
    void shouldRefuseWhatIsNoBody() {
        assertMalformed(Encoded.of(Encoded.annotations("a", 1)), "message-annotations cannot be here");
        assertMalformed(Encoded.of(new Footer(Map.of())), "footer cannot be here");
        assertMalformed(Encoded.of(Encoded.BODY, Encoded.BODY), "amqp-value cannot be here");
        assertMalformed(Encoded.bytes(0x00, 0x53, 0x75, 0x40), "content must be a binary");
        assertMalformed(Encoded.bytes(0x41), "a section was expected");
        assertMalformed(Encoded.bytes(0x00, 0x53, 0x77, 0x57), "no type with constructor 0x57");
        assertMalformed(Encoded.bytes(0x00, 0x53, 0x77, 0x56, 0x02), "a boolean is 0 or 1");
        assertMalformed(Encoded.bytes(0x00, 0xa3, 200), "descriptor of 203 bytes");
        assertMalformed(Encoded.join(Encoded.bytes(0x00, 0x53, 0x77), new byte[100]), "nested deeper than 32");
    }

    private static boolean scans(byte[] body) {
        try {
            BodyScanner scanner = new BodyScanner();
            scanner.accept(Unpooled.wrappedBuffer(body));
            scanner.finish();
            return true;
        } catch (MalformedMessageException e) {
            return false;
        }
    }

    private static boolean sectionsScan(byte[] body) {
        try {
            SectionScanner scanner = new SectionScanner(body, 0, body.length);
            while (scanner.next()) {
                assertThat(scanner.section()).isNotNull();
            }
            scanner.requireBody();
            return true;
        } catch (MalformedMessageException e) {
            return false;
        }
    }

    private static void assertMalformed(byte[] body, String reason) {
        assertThatThrownBy(() -> new BodyScanner().accept(Unpooled.wrappedBuffer(body)))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining(reason);
    }
}
