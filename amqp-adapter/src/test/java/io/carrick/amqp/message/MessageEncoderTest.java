package io.carrick.amqp.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrick.broker.Message;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.messaging.Header;
import org.junit.jupiter.api.Test;

class MessageEncoderTest {
    private static final long NOW = 1_700_000_000_000L;

    @Test
    void shouldWriteAHeaderThatProtonReads() {
        for (boolean durable : new boolean[] {false, true}) {
            for (int priority : new int[] {0, 4, 9}) {
                for (long ttl : new long[] {0, 1, 255, 256, 0xffffffffL}) {
                    for (boolean first : new boolean[] {false, true}) {
                        for (int count : new int[] {0, 1, 255, 256, Integer.MAX_VALUE}) {
                            assertHeader(durable, priority, ttl, first, count);
                        }
                    }
                }
            }
        }
    }

    private static void assertHeader(boolean durable, int priority, long ttl, boolean first, int count) {
        Message message = message(durable, priority, ttl == 0 ? 0 : NOW + ttl);
        Header header = header(message, count, first);
        assertThat(Boolean.TRUE.equals(header.getDurable())).isEqualTo(durable);
        assertThat(header.getPriority() == null ? 4 : header.getPriority().intValue())
                .isEqualTo(priority);
        assertThat(header.getTtl()).isEqualTo(ttl == 0 ? null : UnsignedInteger.valueOf(ttl));
        assertThat(Boolean.TRUE.equals(header.getFirstAcquirer())).isEqualTo(first);
        assertThat(
                        header.getDeliveryCount() == null
                                ? 0
                                : header.getDeliveryCount().intValue())
                .isEqualTo(count);
    }

    @Test
    void shouldWriteAtLeastOneMillisecondToLive() {
        assertThat(header(message(true, 4, NOW), 0, true).getTtl()).isEqualTo(UnsignedInteger.ONE);
        assertThat(header(message(true, 4, NOW - 5000), 0, true).getTtl()).isEqualTo(UnsignedInteger.ONE);
        assertThat(header(message(true, 4, Long.MAX_VALUE), 0, true).getTtl()).isEqualTo(UnsignedInteger.MAX_VALUE);
    }

    @Test
    void shouldLeaveDefaultsOut() {
        byte[] out = new byte[MessageEncoder.HEADER_SIZE_MAX];
        assertThat(MessageEncoder.writeHeader(out, 0, message(false, 4, 0), 0, false, NOW))
                .isEqualTo(4);
        assertThat(MessageEncoder.writeHeader(out, 0, message(true, 4, 0), 0, false, NOW))
                .isEqualTo(7);
    }

    @Test
    void shouldFillNoMoreThanTheMost() {
        byte[] out = new byte[3 + MessageEncoder.HEADER_SIZE_MAX];
        Message message = message(true, 9, Long.MAX_VALUE);
        assertThat(MessageEncoder.writeHeader(out, 3, message, Integer.MAX_VALUE, true, NOW))
                .isEqualTo(out.length);
        assertThat(Arrays.copyOf(out, 3)).containsOnly(0);
    }

    @Test
    void shouldPutDeliveryAnnotationsBetweenHeaderAndContents() throws MalformedMessageException {
        byte[] received = Encoded.full();
        Message message = MessageDecoder.decode(received, 0, received.length, NOW)
                .builder()
                .build();
        Map<String, Object> annotations = new LinkedHashMap<>();
        annotations.put("x-opt-int", 1000);
        annotations.put("x-opt-long", 1L << 40);
        annotations.put("x-opt-text", "é".repeat(200));
        annotations.put("x-opt-truth", true);
        ByteBuf out = Unpooled.buffer();
        MessageEncoder.writeHeader(out, message, 3, false, NOW + 1000);
        MessageEncoder.writeDeliveryAnnotations(out, annotations);
        out.writeBytes(message.encoded());
        byte[] sent = Arrays.copyOf(out.array(), out.readableBytes());

        org.apache.qpid.proton.message.Message read = Encoded.decode(sent);
        assertThat(read.getTtl()).isEqualTo(4000);
        assertThat(read.getDeliveryCount()).isEqualTo(3);
        assertThat(read.getPriority()).isEqualTo((short) 7);
        assertThat(read.isDurable()).isTrue();
        assertThat(read.getDeliveryAnnotations().getValue())
                .hasSize(4)
                .containsEntry(Symbol.valueOf("x-opt-int"), 1000)
                .containsEntry(Symbol.valueOf("x-opt-long"), 1L << 40)
                .containsEntry(Symbol.valueOf("x-opt-text"), "é".repeat(200))
                .containsEntry(Symbol.valueOf("x-opt-truth"), true);
        assertThat(read.getMessageId()).isEqualTo("ID:1");
        assertThat(Arrays.copyOfRange(sent, sent.length - message.encoded().length, sent.length))
                .isEqualTo(message.encoded());
    }

    @Test
    void shouldWriteNothingWithoutDeliveryAnnotations() {
        ByteBuf out = Unpooled.buffer();
        MessageEncoder.writeDeliveryAnnotations(out, Map.of());
        assertThat(out.readableBytes()).isZero();
    }

    @Test
    void shouldRefuseAnnotationsItCannotWrite() {
        assertThatThrownBy(() -> MessageEncoder.writeDeliveryAnnotations(Unpooled.buffer(), Map.of("x", 1.5)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Header header(Message message, int count, boolean first) {
        byte[] out = new byte[MessageEncoder.HEADER_SIZE_MAX];
        int end = MessageEncoder.writeHeader(out, 0, message, count, first, NOW);
        org.apache.qpid.proton.message.Message read =
                Encoded.decode(Encoded.join(Arrays.copyOf(out, end), Encoded.of(Encoded.BODY)));
        return read.getHeader();
    }

    private static Message message(boolean durable, int priority, long expiryTime) {
        return Message.builder()
                .durable(durable)
                .priority(priority)
                .expiryTime(expiryTime)
                .encoded(new byte[0])
                .build();
    }
}
