package io.carrick.amqp.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrick.broker.Message;
import io.carrick.broker.MessageAttributes;
import io.carrick.broker.NodeKind;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.UnsignedLong;
import org.apache.qpid.proton.amqp.messaging.Data;
import org.apache.qpid.proton.amqp.messaging.DeliveryAnnotations;
import org.apache.qpid.proton.amqp.messaging.Properties;
import org.junit.jupiter.api.Test;

class MessageDecoderTest {
    private static final long NOW = 1_700_000_000_000L;

    @Test
    void shouldFillInWhatTheBrokerActsOn() throws MalformedMessageException {
        IncomingMessage incoming = decode(Encoded.full());
        Message message = incoming.builder().build();
        assertThat(message.durable()).isTrue();
        assertThat(message.priority()).isEqualTo(7);
        assertThat(message.timestamp()).isEqualTo(NOW);
        assertThat(message.expiryTime()).isEqualTo(NOW + 5000);
        assertThat(message.deliverAt()).isEqualTo(NOW + 100);
        assertThat(message.messageId()).isEqualTo("ID:1");
        assertThat(message.groupId()).isEqualTo("g");
        assertThat(message.deduplicationId()).isEqualTo("d-1");
        assertThat(incoming.to()).isEqualTo("topic://prices");
        assertThat(incoming.toKind()).isEqualTo(NodeKind.TOPIC);
    }

    @Test
    void shouldGiveDefaultsToAMessageWithoutHeader() throws MalformedMessageException {
        IncomingMessage incoming = decode(Encoded.of(Encoded.BODY));
        Message message = incoming.builder().build();
        assertThat(message.durable()).isFalse();
        assertThat(message.priority()).isEqualTo(4);
        assertThat(message.expiryTime()).isZero();
        assertThat(message.deliverAt()).isZero();
        assertThat(message.messageId()).isNull();
        assertThat(message.groupId()).isNull();
        assertThat(message.deduplicationId()).isNull();
        assertThat(incoming.to()).isNull();
        assertThat(incoming.toKind()).isNull();
    }

    @Test
    void shouldStoreEverythingButHeaderAndDeliveryAnnotationsAsReceived() throws MalformedMessageException {
        byte[] message = Encoded.full();
        byte[] stored = Arrays.copyOfRange(message, startOf(Section.MESSAGE_ANNOTATIONS, message), message.length);
        assertThat(decode(message).builder().build().encoded()).isEqualTo(stored);
    }

    @Test
    void shouldReadTheSameFromEveryKindOfBuffer() throws MalformedMessageException {
        byte[] longAnnotations = Encoded.of(
                Encoded.header(true, 5, 0), Encoded.deliveryAnnotations("x", "y".repeat(1000)), Encoded.BODY);
        byte[] longBody = Encoded.of(Encoded.header(true, 5, 0), new Data(new Binary(new byte[5000])));
        for (byte[] bytes : List.of(Encoded.full(), Encoded.of(Encoded.BODY), longAnnotations, longBody)) {
            byte[] expected = decode(bytes).builder().build().encoded();
            byte[] padded = Encoded.join(new byte[5], bytes, new byte[3]);
            ByteBuf heap = Unpooled.wrappedBuffer(padded).slice(5, bytes.length);
            ByteBuf direct = Unpooled.directBuffer().writeBytes(padded).slice(5, bytes.length);
            ByteBuf composite =
                    Unpooled.wrappedBuffer(Arrays.copyOf(bytes, 7), Arrays.copyOfRange(bytes, 7, bytes.length));
            for (ByteBuf buffer : List.of(heap, direct, composite)) {
                IncomingMessage incoming = MessageDecoder.decode(buffer, NOW);
                assertThat(incoming.builder().build().encoded()).isEqualTo(expected);
                assertThat(incoming.builder().build().durable())
                        .isEqualTo(decode(bytes).builder().build().durable());
                assertThat(buffer.readableBytes()).isEqualTo(bytes.length);
            }
            assertThat(MessageDecoder.decode(padded, 5, bytes.length, NOW)
                            .builder()
                            .build()
                            .encoded())
                    .isEqualTo(expected);
            direct.release();
        }
    }

    @Test
    void shouldSayTheSameOffsetForEveryKindOfBuffer() {
        byte[] message = Encoded.join(
                Encoded.of(Encoded.header(true, 5, 0), new Properties()), Encoded.bytes(0x00, 0x53, 0x77, 0x57));
        byte[] padded = Encoded.join(new byte[9], message);
        ByteBuf direct = Unpooled.directBuffer().writeBytes(message);
        assertThatThrownBy(() -> MessageDecoder.decode(padded, 9, message.length, NOW))
                .isInstanceOfSatisfying(
                        MalformedMessageException.class,
                        e -> assertThat(e.offset()).isEqualTo(message.length - 1));
        assertThatThrownBy(() -> MessageDecoder.decode(direct, NOW))
                .isInstanceOfSatisfying(
                        MalformedMessageException.class,
                        e -> assertThat(e.offset()).isEqualTo(message.length - 1));
        direct.release();
    }

    @Test
    void shouldReadTheBeginningOfALargeMessage() throws MalformedMessageException {
        byte[] message = Encoded.full();
        byte[] beginning = Arrays.copyOf(message, startOf(Section.DATA, message) + 100);
        Message read = MessageDecoder.decodeBeginning(beginning, 0, beginning.length, NOW)
                .builder()
                .build();
        assertThat(read.messageId()).isEqualTo("ID:1");
        assertThat(new AmqpMessageFormat().property(read, "colour")).isEqualTo("red");
        assertThatThrownBy(() -> decode(beginning)).isInstanceOf(MalformedMessageException.class);
        ByteBuf tooShort = Unpooled.wrappedBuffer(message, 0, startOf(Section.DATA, message));
        assertThatThrownBy(() -> MessageDecoder.decodeBeginning(tooShort, NOW))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining("no body");
    }

    @Test
    void shouldPreferTtlToAbsoluteExpiryTime() throws MalformedMessageException {
        Properties properties = new Properties();
        properties.setAbsoluteExpiryTime(new Date(NOW + 1));
        assertThat(message(properties).expiryTime()).isEqualTo(NOW + 1);
        assertThat(message(Encoded.header(false, 4, 9), properties).expiryTime())
                .isEqualTo(NOW + 9);
        assertThat(message(Encoded.header(false, 4, 0), properties).expiryTime())
                .isEqualTo(NOW + 1);
    }

    @Test
    void shouldReadEveryWayToDelayAMessage() throws MalformedMessageException {
        assertThat(message(Encoded.annotations("x-opt-delivery-time", NOW + 1)).deliverAt())
                .isEqualTo(NOW + 1);
        assertThat(message(Encoded.annotations("x-opt-delivery-time", new Date(NOW + 2)))
                        .deliverAt())
                .isEqualTo(NOW + 2);
        assertThat(message(Encoded.annotations("x-opt-delivery-delay", 3)).deliverAt())
                .isEqualTo(NOW + 3);
        assertThat(message(Encoded.annotations("x-opt-delivery-delay", UnsignedLong.valueOf(4)))
                        .deliverAt())
                .isEqualTo(NOW + 4);
        assertThat(message(Encoded.annotations("x-qpid-not-valid-before", NOW + 5))
                        .deliverAt())
                .isEqualTo(NOW + 5);
        assertThat(message(Encoded.annotations("x-opt-scheduled-enqueue-time", new Date(NOW + 6)))
                        .deliverAt())
                .isEqualTo(NOW + 6);
        assertThat(message(Encoded.annotations("x-opt-delivery-delay", -1L)).deliverAt())
                .isZero();
        assertThat(message(Encoded.annotations("x-opt-delivery-delay", "soon")).deliverAt())
                .isZero();
        assertThat(message(Encoded.annotations("x-opt-delivery-delay", Long.MAX_VALUE))
                        .deliverAt())
                .isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void shouldReadTheKindOfDestination() throws MalformedMessageException {
        assertThat(kind("x-opt-jms-dest", (byte) 0)).isEqualTo(NodeKind.QUEUE);
        assertThat(kind("x-opt-jms-dest", (byte) 1)).isEqualTo(NodeKind.TOPIC);
        assertThat(kind("x-opt-jms-dest", (byte) 2)).isEqualTo(NodeKind.QUEUE);
        assertThat(kind("x-opt-jms-dest", (byte) 3)).isEqualTo(NodeKind.TOPIC);
        assertThat(kind("x-opt-jms-dest", (byte) 4)).isNull();
        assertThat(kind("x-opt-to-type", "queue,temporary")).isEqualTo(NodeKind.QUEUE);
        assertThat(kind("x-opt-to-type", "topic")).isEqualTo(NodeKind.TOPIC);
        assertThat(kind("x-opt-jms-dest", (byte) 1, "x-opt-to-type", "queue")).isEqualTo(NodeKind.TOPIC);
        assertThat(kind("x-opt-to-type", "queue", "x-opt-jms-dest", (byte) 1)).isEqualTo(NodeKind.TOPIC);
    }

    @Test
    void shouldReadTheDeduplicationIdFromEveryPlace() throws MalformedMessageException {
        assertThat(message(Encoded.annotations("_AMQ_DUPL_ID", "a")).deduplicationId())
                .isEqualTo("a");
        assertThat(message(Encoded.annotations("x-opt-dedup-key", 5)).deduplicationId())
                .isEqualTo("5");
        assertThat(message(Encoded.applicationProperties("_AMQ_DUPL_ID", "b")).deduplicationId())
                .isEqualTo("b");
        assertThat(message(Encoded.applicationProperties("x-opt-dedup-key", new Binary(new byte[] {10, (byte) 0xff})))
                        .deduplicationId())
                .isEqualTo("ID:AMQP_BINARY:0AFF");
    }

    @Test
    void shouldTakeProducerAndSequenceTogetherForADeduplicationId() throws MalformedMessageException {
        String first = producedBy("p", 1);

        assertThat(first).isNotNull().isEqualTo(producedBy("p", 1));
        assertThat(first).isNotEqualTo(producedBy("p", 2)).isNotEqualTo(producedBy("q", 1));
        assertThat(message(Encoded.annotations("x-opt-producer-id", "p")).deduplicationId())
                .isNull();
        assertThat(message(Encoded.annotations(
                                "x-opt-producer-id", "p", "x-opt-producer-sequence", 1L, "x-opt-dedup-key", "own"))
                        .deduplicationId())
                .isEqualTo("own");
    }

    @Test
    void shouldTakeADeduplicationIdFromDeliveryAnnotationsUnlessTheMessageHasOne() throws MalformedMessageException {
        DeliveryAnnotations mark = Encoded.deliveryAnnotations("x-opt-producer-id", "p", "x-opt-producer-sequence", 1L);
        assertThat(message(mark).deduplicationId()).isEqualTo(producedBy("p", 1));
        assertThat(message(mark, Encoded.annotations("x-opt-dedup-key", "own")).deduplicationId())
                .isEqualTo("own");
    }

    @Test
    void shouldTakeProducerAndSequenceAsAttributesWhereThatIsANumber() throws MalformedMessageException {
        MessageAttributes numbered = attributes(
                Encoded.annotations("x-opt-producer-id", "p", "x-opt-producer-sequence", UnsignedInteger.valueOf(7)));
        assertThat(numbered.producerId()).isEqualTo("p");
        assertThat(numbered.producerSequence()).isEqualTo(7);

        Message lettered = message(Encoded.annotations("x-opt-producer-id", "p", "x-opt-producer-sequence", "a"));
        assertThat(lettered.attributes()).isSameAs(MessageAttributes.NONE);
        assertThat(lettered.deduplicationId()).isNotNull();
        assertThat(attributes(Encoded.annotations("x-opt-producer-sequence", 7L)))
                .isSameAs(MessageAttributes.NONE);
    }

    @Test
    void shouldTakeKeysAndTheTagFromApplicationProperties() throws MalformedMessageException {
        MessageAttributes attributes = attributes(
                Encoded.applicationProperties("x", 1, "KEYS", "order-1 alice", "TAGS", "paid", "_AMQ_DUPL_ID", "d"));
        assertThat(attributes.keyCount()).isEqualTo(2);
        assertThat(attributes.tagHash()).isEqualTo(MessageAttributes.tagHash("paid"));
        assertThat(attributes(Encoded.applicationProperties("KEYS", 1, "TAGS", 2)))
                .isSameAs(MessageAttributes.NONE);
        assertThat(attributes(Encoded.applicationProperties("KEYS", " ")).keyCount())
                .isZero();
    }

    @Test
    void shouldTakeTheSubjectForATagIfThereIsNoOther() throws MalformedMessageException {
        Properties properties = new Properties();
        properties.setSubject("type");
        assertThat(attributes(properties).tagHash()).isEqualTo(MessageAttributes.tagHash("type"));
        assertThat(attributes(properties, Encoded.applicationProperties("TAGS", "paid"))
                        .tagHash())
                .isEqualTo(MessageAttributes.tagHash("paid"));
    }

    @Test
    void shouldGiveNoAttributesToAMessageThatHasNone() throws MalformedMessageException {
        assertThat(attributes(new Properties(), Encoded.applicationProperties("KEY", "x")))
                .isSameAs(MessageAttributes.NONE);
    }

    private MessageAttributes attributes(Object... sections) throws MalformedMessageException {
        return message(sections).attributes();
    }

    private String producedBy(String producer, long sequence) throws MalformedMessageException {
        return message(Encoded.annotations("x-opt-producer-id", producer, "x-opt-producer-sequence", sequence))
                .deduplicationId();
    }

    @Test
    void shouldPreferGroupIdToPartitionKey() throws MalformedMessageException {
        Properties properties = new Properties();
        properties.setGroupId("group");
        assertThat(message(Encoded.annotations("x-opt-partition-key", "key")).groupId())
                .isEqualTo("key");
        assertThat(message(Encoded.annotations("x-opt-partition-key", "key"), properties)
                        .groupId())
                .isEqualTo("group");
    }

    @Test
    void shouldWriteMessageIdsAsJmsClientsSeeThem() throws MalformedMessageException {
        UUID uuid = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");
        assertThat(messageId("ID:x")).isEqualTo("ID:x");
        assertThat(messageId("x")).isEqualTo("ID:AMQP_NO_PREFIX:x");
        assertThat(messageId("ID:AMQP_UUID:x")).isEqualTo("ID:AMQP_STRING:ID:AMQP_UUID:x");
        assertThat(messageId(uuid)).isEqualTo("ID:AMQP_UUID:" + uuid);
        assertThat(messageId(UnsignedLong.valueOf(-1L))).isEqualTo("ID:AMQP_ULONG:18446744073709551615");
        assertThat(messageId(new Binary(new byte[] {1, (byte) 0xab}))).isEqualTo("ID:AMQP_BINARY:01AB");
    }

    @Test
    void shouldRefuseFieldsOfTheWrongType() {
        assertMalformed(Encoded.bytes(0x00, 0x53, 0x70, 0xc0, 0x03, 0x01, 0x50, 0x01), "durable cannot have");
        assertMalformed(Encoded.bytes(0x00, 0x53, 0x70, 0xc0, 0x04, 0x02, 0x40, 0x52, 0x01), "priority cannot have");
        assertMalformed(Encoded.bytes(0x00, 0x53, 0x73, 0xc0, 0x03, 0x01, 0x54, 0x01), "message-id cannot have");
        assertMalformed(
                Encoded.bytes(0x00, 0x53, 0x70, 0xc0, 0x07, 6, 0x40, 0x40, 0x40, 0x40, 0x40, 0x40), "at most 5 fields");
    }

    @Test
    void shouldRefuseKeysOfTheWrongType() {
        assertMalformed(Encoded.bytes(0x00, 0x53, 0x72, 0xc1, 0x05, 2, 0xa1, 1, 'k', 0x40), "symbol or ulong");
        assertMalformed(Encoded.bytes(0x00, 0x53, 0x71, 0xc1, 0x05, 2, 0xa1, 1, 'k', 0x40), "symbol or ulong");
        assertMalformed(Encoded.bytes(0x00, 0x53, 0x74, 0xc1, 0x05, 2, 0xa3, 1, 'k', 0x40), "must be a string");
    }

    @Test
    void shouldRefuseMapsAndListsThatDoNotAddUp() {
        assertMalformed(Encoded.bytes(0x00, 0x53, 0x72, 0xc1, 0x02, 1, 0x40), "a map cannot have 1 elements");
        assertMalformed(Encoded.bytes(0x00, 0x53, 0x72, 0xc1, 0x02, 0, 0x40), "left over");
        assertMalformed(Encoded.bytes(0x00, 0x53, 0x73, 0xc0, 0x02, 200, 0x40), "200 elements cannot be in 1 bytes");
        assertMalformed(
                Encoded.bytes(0x00, 0x53, 0x74, 0xd1, 0, 0, 0, 4, 0xff, 0xff, 0xff, 0xfe), "elements cannot be in 0");
        assertMalformed(Encoded.bytes(0x00, 0x53, 0x73, 0xc0, 0x00), "no room for the count");
    }

    @Test
    void shouldTakeUlongAnnotationKeysAndValuesOfAnyType() throws MalformedMessageException {
        byte[] annotations = Encoded.bytes(0x00, 0x53, 0x72, 0xc1, 0x06, 4, 0x53, 1, 0x45, 0x44, 0x40);
        MessageDecoder.decode(
                Encoded.join(annotations, Encoded.of(Encoded.BODY)),
                0,
                annotations.length + Encoded.of(Encoded.BODY).length,
                NOW);
        message(Encoded.applicationProperties("list", List.of(1, 2), "symbol", Symbol.valueOf("s")));
    }

    private static IncomingMessage decode(byte[] message) throws MalformedMessageException {
        return MessageDecoder.decode(message, 0, message.length, NOW);
    }

    private static Message message(Object... sections) throws MalformedMessageException {
        Object[] withBody = Arrays.copyOf(sections, sections.length + 1);
        withBody[sections.length] = Encoded.BODY;
        return decode(Encoded.of(withBody)).builder().build();
    }

    private static NodeKind kind(Object... annotations) throws MalformedMessageException {
        return decode(Encoded.of(Encoded.annotations(annotations), Encoded.BODY))
                .toKind();
    }

    private static String messageId(Object id) throws MalformedMessageException {
        Properties properties = new Properties();
        properties.setMessageId(id);
        return message(properties).messageId();
    }

    private static int startOf(Section section, byte[] message) throws MalformedMessageException {
        SectionScanner scanner = new SectionScanner(message, 0, message.length);
        while (scanner.next() && scanner.section() != section) {
            assertThat(scanner.section()).isNotNull();
        }
        return scanner.start();
    }

    private static void assertMalformed(byte[] section, String reason) {
        byte[] message = Encoded.join(section, Encoded.of(Encoded.BODY));
        assertThatThrownBy(() -> decode(message))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining(reason);
    }
}
