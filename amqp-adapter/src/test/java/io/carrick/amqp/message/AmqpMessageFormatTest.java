package io.carrick.amqp.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrick.broker.FilterSpec;
import io.carrick.broker.InvalidFilterException;
import io.carrick.broker.Message;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.UnsignedByte;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.UnsignedLong;
import org.apache.qpid.proton.amqp.UnsignedShort;
import org.apache.qpid.proton.amqp.messaging.Properties;
import org.junit.jupiter.api.Test;

class AmqpMessageFormatTest {
    private static final long NOW = 1_700_000_000_000L;

    private final AmqpMessageFormat format = new AmqpMessageFormat();

    @Test
    void shouldMapJmsHeaders() throws MalformedMessageException {
        Properties properties = new Properties();
        properties.setMessageId(UnsignedLong.valueOf(5));
        properties.setCorrelationId(new Binary(new byte[] {1, 2}));
        properties.setSubject("order");
        properties.setCreationTime(new Date(12345));
        properties.setGroupId("g");
        properties.setGroupSequence(UnsignedInteger.valueOf(7));
        properties.setUserId(new Binary("zoë".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        Message message = message(Encoded.header(true, 8, 100), properties);
        assertThat(format.property(message, "JMSMessageID")).isEqualTo("ID:AMQP_ULONG:5");
        assertThat(format.property(message, "JMSCorrelationID")).isEqualTo("ID:AMQP_BINARY:0102");
        assertThat(format.property(message, "JMSType")).isEqualTo("order");
        assertThat(format.property(message, "JMSTimestamp")).isEqualTo(12345L);
        assertThat(format.property(message, "JMSDeliveryMode")).isEqualTo("PERSISTENT");
        assertThat(format.property(message, "JMSPriority")).isEqualTo(8);
        assertThat(format.property(message, "JMSExpiration")).isEqualTo(NOW + 100);
        assertThat(format.property(message, "JMSXGroupID")).isEqualTo("g");
        assertThat(format.property(message, "JMSXGroupSeq")).isEqualTo(7L);
        assertThat(format.property(message, "JMSXUserID")).isEqualTo("zoë");
    }

    @Test
    void shouldGiveTheKeysOfAMessage() throws MalformedMessageException {
        assertThat(format.keys(message(Encoded.applicationProperties("KEYS", "order-1 alice"))))
                .isEqualTo("order-1 alice");
        assertThat(format.keys(message(Encoded.applicationProperties("KEYS", 1))))
                .isNull();
        assertThat(format.keys(message(Encoded.header(true, 4, 0)))).isNull();
    }

    @Test
    void shouldKnowTheIdOfAMessageAsItsSenderWroteIt() throws MalformedMessageException {
        for (String written : List.of("x", "ID:x", "")) {
            Properties properties = new Properties();
            properties.setMessageId(written);
            assertThat(format.messageId(written)).isEqualTo(message(properties).messageId());
        }
        assertThat(format.messageId("ID:AMQP_NO_PREFIX:x")).isEqualTo("ID:AMQP_NO_PREFIX:x");
    }

    @Test
    void shouldTakeTheTimeOfExpiryOutAndLeaveTheRest() throws MalformedMessageException {
        for (String subject : List.of("order", "x".repeat(300))) {
            Properties properties = new Properties();
            properties.setSubject(subject);
            properties.setAbsoluteExpiryTime(new Date(NOW));
            properties.setCreationTime(new Date(12345));
            byte[] before = message(properties).encoded();

            Message without =
                    Message.builder().encoded(format.withoutExpiry(before)).build();

            assertThat(without.encoded()).hasSize(before.length - 8);
            assertThat(format.property(without, "JMSType")).isEqualTo(subject);
            assertThat(format.property(without, "JMSTimestamp")).isEqualTo(12345L);
            assertThat(format.withoutExpiry(without.encoded())).isSameAs(without.encoded());
        }
    }

    @Test
    void shouldHaveNoValueForAbsentAndUnselectableHeaders() throws MalformedMessageException {
        Properties properties = new Properties();
        properties.setReplyTo("there");
        Message message = message(properties);
        assertThat(format.property(message, "JMSDeliveryMode")).isEqualTo("NON_PERSISTENT");
        for (String name : List.of(
                "JMSMessageID",
                "JMSCorrelationID",
                "JMSType",
                "JMSTimestamp",
                "JMSXGroupID",
                "JMSXGroupSeq",
                "JMSXUserID",
                "JMSDestination",
                "JMSReplyTo",
                "JMSRedelivered",
                "JMSXDeliveryCount",
                "JMS_vendor")) {
            assertThat(format.property(message, name)).as(name).isNull();
        }
    }

    @Test
    void shouldKeepCorrelationIdsThatAreStrings() throws MalformedMessageException {
        assertThat(correlationId("any text")).isEqualTo("any text");
        assertThat(correlationId("ID:1")).isEqualTo("ID:1");
        assertThat(correlationId("ID:AMQP_ULONG:1")).isEqualTo("ID:AMQP_STRING:ID:AMQP_ULONG:1");
    }

    @Test
    void shouldReadApplicationPropertiesOfEveryType() throws MalformedMessageException {
        UUID uuid = new UUID(1, 2);
        Message message = message(Encoded.applicationProperties(
                "string",
                "s",
                "true",
                true,
                "false",
                false,
                "byte",
                (byte) -1,
                "short",
                (short) -2,
                "int",
                -3,
                "small",
                5,
                "long",
                -4L,
                "float",
                1.5f,
                "double",
                2.5,
                "ubyte",
                UnsignedByte.valueOf((byte) 200),
                "ushort",
                UnsignedShort.valueOf((short) 60000),
                "uint",
                UnsignedInteger.valueOf(4_000_000_000L),
                "ulong",
                UnsignedLong.valueOf(9),
                "wide",
                UnsignedLong.valueOf(-1L),
                "char",
                'c',
                "symbol",
                Symbol.valueOf("y"),
                "timestamp",
                new Date(77),
                "null",
                null,
                "binary",
                new Binary(new byte[] {3}),
                "uuid",
                uuid,
                "JMSXAppID",
                "app",
                "long text",
                "é".repeat(300)));
        assertThat(format.property(message, "string")).isEqualTo("s");
        assertThat(format.property(message, "true")).isEqualTo(true);
        assertThat(format.property(message, "false")).isEqualTo(false);
        assertThat(format.property(message, "byte")).isEqualTo((byte) -1);
        assertThat(format.property(message, "short")).isEqualTo((short) -2);
        assertThat(format.property(message, "int")).isEqualTo(-3);
        assertThat(format.property(message, "small")).isEqualTo(5);
        assertThat(format.property(message, "long")).isEqualTo(-4L);
        assertThat(format.property(message, "float")).isEqualTo(1.5f);
        assertThat(format.property(message, "double")).isEqualTo(2.5);
        assertThat(format.property(message, "ubyte")).isEqualTo((short) 200);
        assertThat(format.property(message, "ushort")).isEqualTo(60000);
        assertThat(format.property(message, "uint")).isEqualTo(4_000_000_000L);
        assertThat(format.property(message, "ulong")).isEqualTo(9L);
        assertThat(format.property(message, "wide")).isEqualTo(18446744073709551615.0);
        assertThat(format.property(message, "char")).isEqualTo("c");
        assertThat(format.property(message, "symbol")).isEqualTo("y");
        assertThat(format.property(message, "timestamp")).isEqualTo(77L);
        assertThat(format.property(message, "null")).isNull();
        assertThat(format.property(message, "binary")).isEqualTo(new byte[] {3});
        assertThat(format.property(message, "uuid")).isEqualTo(uuid);
        assertThat(format.property(message, "JMSXAppID")).isEqualTo("app");
        assertThat(format.property(message, "long text")).isEqualTo("é".repeat(300));
        assertThat(format.property(message, "absent")).isNull();
    }

    @Test
    void shouldTellNamesApartThatDifferInOneCharacterOrInLength() throws MalformedMessageException {
        Message message = message(Encoded.applicationProperties("colour", 1, "color", 2, "couleur", 3, "größe", 4));
        assertThat(format.property(message, "color")).isEqualTo(2);
        assertThat(format.property(message, "colour")).isEqualTo(1);
        assertThat(format.property(message, "colou")).isNull();
        assertThat(format.property(message, "colours")).isNull();
        assertThat(format.property(message, "größe")).isEqualTo(4);
        assertThat(format.property(message, "grosse")).isNull();
    }

    @Test
    void shouldAnswerTheSameHoweverOftenAndForHoweverManyNames() throws MalformedMessageException {
        Object[] properties = new Object[200];
        for (int i = 0; i < 100; i++) {
            properties[2 * i] = "p" + i;
            properties[2 * i + 1] = i;
        }
        Message message = message(Encoded.applicationProperties(properties));
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < 100; i++) {
                assertThat(format.property(message, "p" + i)).isEqualTo(i);
            }
        }
    }

    @Test
    void shouldReadMessageAnnotations() throws MalformedMessageException {
        Message message = message(Encoded.annotations("x-opt-lane", "fast", "x-opt-n", 5L));
        assertThat(format.property(message, "m.x-opt-lane")).isEqualTo("fast");
        assertThat(format.property(message, "m.x-opt-n")).isEqualTo(5L);
        assertThat(format.property(message, "m.absent")).isNull();
        assertThat(format.property(message, "x-opt-lane")).isNull();
    }

    @Test
    void shouldAddAnnotationsLeavingTheRestByteForByte() throws MalformedMessageException {
        byte[] stored = stored(new Properties(), Encoded.BODY);
        byte[] annotated = format.annotate(stored, Map.of("x-opt-a", "1"));
        assertThat(Arrays.copyOfRange(annotated, annotated.length - stored.length, annotated.length))
                .isEqualTo(stored);
        assertThat(annotations(annotated)).isEqualTo(Map.of(Symbol.valueOf("x-opt-a"), "1"));
    }

    @Test
    void shouldReplaceAnnotationsOfTheSameName() throws MalformedMessageException {
        byte[] stored = stored(Encoded.annotations("x-opt-a", "old", "x-opt-b", new UUID(1, 2)), Encoded.BODY);
        byte[] annotated = format.annotate(stored, Map.of("x-opt-a", "new", "x-opt-c", 3L));
        assertThat(annotations(annotated))
                .isEqualTo(Map.of(
                        Symbol.valueOf("x-opt-a"),
                        "new",
                        Symbol.valueOf("x-opt-b"),
                        new UUID(1, 2),
                        Symbol.valueOf("x-opt-c"),
                        3L));
        assertThat(Encoded.decode(annotated).getBody()).hasToString(Encoded.BODY.toString());
    }

    @Test
    void shouldWidenTheMapWhenItGrows() throws MalformedMessageException {
        byte[] annotated = stored(Encoded.BODY);
        for (int i = 0; i < 200; i++) {
            annotated = format.annotate(annotated, Map.of("x-opt-" + i, i));
        }
        assertThat(annotations(annotated)).hasSize(200).containsEntry(Symbol.valueOf("x-opt-199"), 199);
    }

    @Test
    void shouldAnnotateTheBeginningOfALargeMessage() throws MalformedMessageException {
        byte[] full = Encoded.full();
        Message message = MessageDecoder.decodeBeginning(Unpooled.wrappedBuffer(full, 0, full.length - 200), NOW)
                .builder()
                .build();
        byte[] annotated = format.annotate(message.encoded(), Map.of("x-opt-a", 1));
        Message again = message.toBuilder().encoded(annotated).build();
        assertThat(format.property(again, "m.x-opt-a")).isEqualTo(1);
        assertThat(format.property(again, "colour")).isEqualTo("red");
    }

    @Test
    void shouldCompileFiltersOverTheStoredMessage() throws MalformedMessageException, InvalidFilterException {
        byte[] full = Encoded.full();
        Message message =
                MessageDecoder.decode(full, 0, full.length, NOW).builder().build();
        assertThat(matches(message, "p.subject = 'tick' AND a.colour = 'red' AND m.[x-opt-delivery-delay] = 100"))
                .isTrue();
        assertThat(matches(message, "h.priority = 7 AND h.durable AND h.ttl = 5000 AND p.group_sequence = 7"))
                .isTrue();
        assertThat(matches(message, "p.message_id = 'ID:1' AND p.to LIKE 'topic:%'"))
                .isTrue();
        assertThat(matches(message, "weight > 3")).isFalse();
        assertThat(matches(message, "p.reply_to IS NULL AND absent IS NULL")).isTrue();
    }

    @Test
    void shouldRefuseFiltersItDoesNotKnow() {
        assertThatThrownBy(() -> format.compile(new FilterSpec("esperanto", "x")))
                .isInstanceOf(InvalidFilterException.class)
                .hasMessageContaining("esperanto");
    }

    private boolean matches(Message message, String sql) throws InvalidFilterException {
        return format.compile(new FilterSpec("amqp-sql", sql)).matches(message);
    }

    private Object correlationId(String id) throws MalformedMessageException {
        Properties properties = new Properties();
        properties.setCorrelationId(id);
        return format.property(message(properties), "JMSCorrelationID");
    }

    private static byte[] stored(Object... sections) throws MalformedMessageException {
        byte[] bytes = Encoded.of(sections);
        return MessageDecoder.decode(bytes, 0, bytes.length, NOW)
                .builder()
                .build()
                .encoded();
    }

    private static Message message(Object... sections) throws MalformedMessageException {
        byte[] bytes = Encoded.join(Encoded.of(sections), Encoded.of(Encoded.BODY));
        return MessageDecoder.decode(bytes, 0, bytes.length, NOW).builder().build();
    }

    private static Map<Symbol, Object> annotations(byte[] message) {
        return Encoded.decode(message).getMessageAnnotations().getValue();
    }
}
