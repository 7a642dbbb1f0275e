package io.carrick.amqp.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.carrick.broker.Message;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the bytes are, they are a message or a {@link MalformedMessageException}. */
class HostileInputTest {
    private static final List<String> IDENTIFIERS = List.of(
            "JMSCorrelationID",
            "JMSType",
            "JMSTimestamp",
            "JMSXGroupSeq",
            "JMSXUserID",
            "colour",
            "m.x-opt-hop",
            "absent");

    @Test
    void shouldRefuseAMessageCutAnywhereButAfterASectionOfItsContent() throws MalformedMessageException {
        byte[] message = Encoded.full();
        Set<Integer> complete = new HashSet<>();
        SectionScanner scanner = new SectionScanner(message, 0, message.length);
        while (scanner.next()) {
            if (scanner.section().compareTo(Section.PROPERTIES) >= 0) {
                complete.add(scanner.end());
            }
        }
        assertThat(complete).hasSize(5);
        for (int length = 0; length <= message.length; length++) {
            assertThat(decodes(Arrays.copyOf(message, length)))
                    .as("cut to %d bytes", length)
                    .isEqualTo(complete.contains(length));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void shouldSurviveChangedBytes(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] message = Encoded.full();
        for (int round = 0; round < 4_000; round++) {
            byte[] changed = message.clone();
            for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
                changed[random.nextInt(Math.min(250, changed.length))] = (byte) random.nextInt(256);
            }
            attempt(changed, "seed " + seed + ", round " + round);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void shouldSurviveRandomSections(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] likely = {
            0x00, 0x40, 0x45, 0x53, 0x54, 0x56, 0x80, 0x83, 0xa0, 0xa1, 0xa3, 0xb1, 0xc0, 0xc1, 0xd0, 0xd1, 0xf0
        };
        for (int round = 0; round < 4_000; round++) {
            byte[] message = new byte[random.nextInt(80)];
            for (int i = 0; i < message.length; i++) {
                boolean structure = random.nextInt(3) > 0;
                message[i] = (byte) (structure ? likely[random.nextInt(likely.length)] : random.nextInt(20));
            }
            if (message.length > 3) {
                System.arraycopy(Encoded.bytes(0x00, 0x53, 0x70 + random.nextInt(9)), 0, message, 0, 3);
            }
            attempt(message, "seed " + seed + ", round " + round);
        }
    }

    /** What decodes can also be asked and annotated, and both ways to check a body agree. */
    private static void attempt(byte[] bytes, String round) {
        try {
            boolean decodes = decodes(bytes);
            boolean scans = beginning(bytes).map(HostileInputTest::bodyScans).orElse(false);
            assertThat(scans).as(round).isEqualTo(decodes);
        } catch (RuntimeException | StackOverflowError e) {
            fail(round + ": " + Arrays.toString(bytes), e);
        }
    }

    private static boolean decodes(byte[] bytes) {
        Message message;
        try {
            message = MessageDecoder.decode(bytes, 0, bytes.length, 1000)
                    .builder()
                    .build();
        } catch (MalformedMessageException e) {
            assertThat(e.offset()).isBetween(0L, (long) bytes.length);
            return false;
        }
        AmqpMessageFormat format = new AmqpMessageFormat();
        for (String identifier : IDENTIFIERS) {
            format.property(message, identifier); // must not throw
        }
        byte[] annotated = format.annotate(message.encoded(), Map.of("x-opt-test", "yes"));
        Message again = message.toBuilder().encoded(annotated).build();
        assertThat(format.property(again, "m.x-opt-test")).isEqualTo("yes");
        return true;
    }

    private static Optional<IncomingMessage> beginning(byte[] bytes) {
        try {
            return Optional.of(MessageDecoder.decodeBeginning(Unpooled.wrappedBuffer(bytes), 1000));
        } catch (MalformedMessageException e) {
            return Optional.empty();
        }
    }

    private static boolean bodyScans(IncomingMessage message) {
        try {
            byte[] stored = message.builder().build().encoded();
            int from = message.contents().bodyStart();
            BodyScanner scanner = new BodyScanner();
            scanner.accept(Unpooled.wrappedBuffer(stored, from, stored.length - from));
            scanner.finish();
            return true;
        } catch (MalformedMessageException e) {
            return false;
        }
    }
}
