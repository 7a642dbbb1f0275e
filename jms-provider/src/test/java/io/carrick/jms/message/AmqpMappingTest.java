package io.carrick.jms.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrick.jms.CarrickQueue;
import io.carrick.jms.CarrickTemporaryTopic;
import io.carrick.jms.CarrickTopic;
import jakarta.jms.BytesMessage;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.ObjectMessage;
import jakarta.jms.StreamMessage;
import jakarta.jms.TextMessage;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Date;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.Decimal128;
import org.apache.qpid.proton.amqp.Decimal32;
import org.apache.qpid.proton.amqp.Decimal64;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.UnsignedByte;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.UnsignedLong;
import org.apache.qpid.proton.amqp.UnsignedShort;
import org.apache.qpid.proton.amqp.messaging.AmqpSequence;
import org.apache.qpid.proton.amqp.messaging.AmqpValue;
import org.apache.qpid.proton.amqp.messaging.ApplicationProperties;
import org.apache.qpid.proton.amqp.messaging.Data;
import org.apache.qpid.proton.amqp.messaging.MessageAnnotations;
import org.apache.qpid.proton.amqp.messaging.Section;
import org.apache.qpid.proton.message.Message;
import org.junit.jupiter.api.Test;

/** The mapping of Qpid JMS, with proton-j's codec as the second opinion. */
class AmqpMappingTest {
    private final Wire wire = new Wire();

    private static Message message(Section body) {
        Message message = Message.Factory.create();
        message.setBody(body);
        return message;
    }

    private static Message annotated(int type, Section body) {
        Message message = message(body);
        annotate(message, "x-opt-jms-msg-type", (byte) type);
        return message;
    }

    private static void annotate(Message message, String name, Object value) {
        if (message.getMessageAnnotations() == null) {
            message.setMessageAnnotations(new MessageAnnotations(new LinkedHashMap<>()));
        }
        message.getMessageAnnotations().getValue().put(Symbol.valueOf(name), value);
    }

    private static Binary binary(int... bytes) {
        byte[] array = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            array[i] = (byte) bytes[i];
        }
        return new Binary(array);
    }

    private CarrickMessage decode(Message message) throws JMSException {
        return wire.decode(Wire.encode(message));
    }

    private Message sent(jakarta.jms.Message message) throws JMSException {
        return Wire.protonDecode(wire.encode(message));
    }

    private static Object annotation(Message message, String name) {
        return message.getMessageAnnotations().getValue().get(Symbol.valueOf(name));
    }

    @Test
    void shouldLayOutAMessageByteByByte() throws JMSException {
        TextMessage message = wire.factory().createTextMessage("hi");
        message.setIntProperty("n", 1);
        ((CarrickMessage) message)
                .setOutgoingHeaders(new OutgoingHeaders(
                        "ID:1", new CarrickQueue("q"), DeliveryMode.PERSISTENT, 4, 1, 0, 0, 1, false));
        String annotations = "005372" + "d1" + "0000002c" + "00000004"
                + "a312" + hex("x-opt-jms-msg-type") + "5105"
                + "a30e" + hex("x-opt-jms-dest") + "5100";
        String properties = "005373" + "d0" + "0000001d" + "0000000a" + "a104" + hex("ID:1") + "40" + "a101" + hex("q")
                + "404040404040" + "83" + "0000000000000001";
        String expected = "005370c0020141"
                + annotations
                + properties
                + "005374d10000000900000002a101" + hex("n") + "5401"
                + "005377a102" + hex("hi");
        assertThat(HexFormat.of().formatHex(wire.encode(message))).isEqualTo(expected);
    }

    private static String hex(String ascii) {
        return HexFormat.of().formatHex(ascii.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void shouldSendHeadersWhereQpidJmsLooksForThem() throws JMSException {
        CarrickMessage message = (CarrickMessage) wire.factory().createTextMessage("text");
        message.setJMSReplyTo(new CarrickTemporaryTopic("reply", null));
        message.setJMSCorrelationID("ID:AMQP_UUID:00000000-0000-0001-0000-000000000002");
        message.setJMSType("type");
        message.setStringProperty("JMSXGroupID", "group");
        message.setIntProperty("JMSXGroupSeq", -1);
        message.setStringProperty("JMS_AMQP_REPLY_TO_GROUP_ID", "answers");
        message.setUserId("user");
        message.setStringProperty("p", "v");
        message.setOutgoingHeaders(
                new OutgoingHeaders("ID:1", new CarrickTopic("t"), DeliveryMode.PERSISTENT, 9, 10, 20, 30, 400, true));
        Message sent = sent(message);
        assertThat(sent.isDurable()).isTrue();
        assertThat(sent.getPriority()).isEqualTo((short) 9);
        assertThat(sent.getTtl()).isEqualTo(20);
        assertThat(annotation(sent, "x-opt-jms-msg-type")).isEqualTo((byte) 5);
        assertThat(annotation(sent, "x-opt-jms-dest")).isEqualTo((byte) 1);
        assertThat(annotation(sent, "x-opt-jms-reply-to")).isEqualTo((byte) 3);
        assertThat(annotation(sent, "x-opt-delivery-time")).isEqualTo(400L);
        assertThat(sent.getMessageId()).isEqualTo("ID:1");
        assertThat(sent.getUserId()).isEqualTo("user".getBytes(StandardCharsets.UTF_8));
        assertThat(sent.getAddress()).isEqualTo("t");
        assertThat(sent.getSubject()).isEqualTo("type");
        assertThat(sent.getReplyTo()).isEqualTo("reply");
        assertThat(sent.getCorrelationId()).isEqualTo(new UUID(1, 2));
        assertThat(sent.getExpiryTime()).isEqualTo(30);
        assertThat(sent.getCreationTime()).isEqualTo(10);
        assertThat(sent.getGroupId()).isEqualTo("group");
        assertThat(sent.getProperties().getGroupSequence()).isEqualTo(UnsignedInteger.MAX_VALUE);
        assertThat(sent.getReplyToGroupId()).isEqualTo("answers");
        assertThat(sent.getApplicationProperties().getValue()).isEqualTo(Map.of("p", "v"));
        assertThat(((AmqpValue) sent.getBody()).getValue()).isEqualTo("text");
    }

    @Test
    void shouldSetTheTimeToLiveThatThePropertyOfQpidAsksFor() throws JMSException {
        CarrickMessage message = (CarrickMessage) wire.factory().createMessage();
        message.setLongProperty("JMS_AMQP_TTL", 5_000_000_000L - 1_000_000_000L);
        message.setOutgoingHeaders(new OutgoingHeaders(null, null, DeliveryMode.NON_PERSISTENT, 4, 0, 20, 0, 0, false));
        assertThat(sent(message).getTtl()).isEqualTo(4_000_000_000L);
    }

    @Test
    void shouldSendEachTypeInTheSectionThatQpidJmsExpects() throws JMSException {
        assertThat(((AmqpValue) sent(wire.factory().createMessage()).getBody()).getValue())
                .isNull();
        BytesMessage bytes = wire.factory().createBytesMessage();
        bytes.writeByte((byte) 1);
        assertThat(((Data) sent(bytes).getBody()).getValue()).isEqualTo(binary(1));
        assertThat(sent(bytes).getContentType()).isEqualTo("application/octet-stream");
        MapMessage map = wire.factory().createMapMessage();
        map.setChar("c", 'c');
        map.setBytes("b", new byte[] {1});
        map.setObject("n", null);
        assertThat(((AmqpValue) sent(map).getBody()).getValue())
                .hasToString("{c=c, b=\\x01, n=null}")
                .isInstanceOf(Map.class);
        StreamMessage stream = wire.factory().createStreamMessage();
        stream.writeLong(-1L << 40);
        stream.writeBytes(new byte[] {1});
        assertThat((Object) ((AmqpSequence) sent(stream).getBody()).getValue()).hasToString("[-1099511627776, \\x01]");
        Message object = sent(wire.factory().createObjectMessage("o"));
        assertThat(object.getContentType()).isEqualTo("application/x-java-serialized-object");
        assertThat(((Data) object.getBody()).getValue().getArray()).startsWith(0xac, 0xed, 0, 5);
        assertThat(sent(wire.factory().createStreamMessage()).getBody()).isInstanceOf(AmqpSequence.class);
        assertThat(((AmqpValue) sent(wire.factory().createMapMessage()).getBody()).getValue())
                .isEqualTo(Map.of());
        assertThat(((AmqpValue) sent(wire.factory().createTextMessage(null)).getBody()).getValue())
                .isNull();
    }

    @Test
    void shouldReceiveTheHeadersThatQpidJmsSends() throws JMSException {
        Message message = annotated(5, new AmqpValue("text"));
        annotate(message, "x-opt-jms-dest", (byte) 1);
        annotate(message, "x-opt-jms-reply-to", (byte) 2);
        annotate(message, "x-opt-delivery-time", 400L);
        message.setDurable(true);
        message.setPriority((short) 12);
        message.setDeliveryCount(2);
        message.setMessageId(UnsignedLong.valueOf(-1L));
        message.setCorrelationId(binary(0xab, 1));
        message.setUserId("user".getBytes(StandardCharsets.UTF_8));
        message.setAddress("t");
        message.setReplyTo("r");
        message.setSubject("type");
        message.setCreationTime(10);
        message.setExpiryTime(30);
        message.setGroupId("group");
        message.setGroupSequence(3);
        CarrickMessage received = decode(message);
        assertThat(received.getJMSDeliveryMode()).isEqualTo(DeliveryMode.PERSISTENT);
        assertThat(received.getJMSPriority()).isEqualTo(9);
        assertThat(received.getJMSRedelivered()).isTrue();
        assertThat(received.getIntProperty("JMSXDeliveryCount")).isEqualTo(3);
        assertThat(received.getJMSMessageID()).isEqualTo("ID:AMQP_ULONG:18446744073709551615");
        assertThat(received.getJMSCorrelationID()).isEqualTo("ID:AMQP_BINARY:AB01");
        assertThat(received.getJMSDestination()).isEqualTo(new CarrickTopic("t"));
        assertThat(received.getJMSReplyTo().getClass().getSimpleName()).isEqualTo("CarrickTemporaryQueue");
        assertThat(received.getJMSType()).isEqualTo("type");
        assertThat(received.getJMSTimestamp()).isEqualTo(10);
        assertThat(received.getJMSExpiration()).isEqualTo(30);
        assertThat(received.getJMSDeliveryTime()).isEqualTo(400);
        assertThat(received.getStringProperty("JMSXUserID")).isEqualTo("user");
        assertThat(received.getStringProperty("JMSXGroupID")).isEqualTo("group");
        assertThat(received.getIntProperty("JMSXGroupSeq")).isEqualTo(3);
    }

    @Test
    void shouldReceiveWhatOtherClientsSay() throws JMSException {
        Message message = message(new AmqpValue("text"));
        message.setMessageId("no prefix");
        message.setCorrelationId("no prefix");
        message.setTtl(500);
        message.setCreationTime(10);
        message.setReplyTo("r");
        message.setAddress("a");
        annotate(message, "x-opt-delivery-delay", UnsignedInteger.valueOf(7));
        CarrickMessage received = decode(message);
        assertThat(received.getJMSMessageID()).isEqualTo("ID:AMQP_NO_PREFIX:no prefix");
        assertThat(received.getJMSCorrelationID()).isEqualTo("no prefix");
        assertThat(received.getJMSExpiration()).isEqualTo(Wire.NOW + 500);
        assertThat(received.getJMSDeliveryTime()).isEqualTo(17);
        assertThat(received.getJMSDestination()).isEqualTo(new CarrickQueue("a"));
        assertThat(received.getJMSReplyTo()).isEqualTo(new CarrickQueue("r"));
        assertThat(received.getJMSDeliveryMode()).isEqualTo(DeliveryMode.NON_PERSISTENT);
        assertThat(received.getJMSPriority()).isEqualTo(4);
    }

    @Test
    void shouldReadTheKindsOfDestinationsThatOldClientsSend() throws JMSException {
        Message message = message(new AmqpValue("text"));
        message.setAddress("a");
        message.setReplyTo("r");
        annotate(message, "x-opt-to-type", "topic");
        annotate(message, "x-opt-reply-type", "topic,temporary");
        CarrickMessage received = decode(message);
        assertThat(received.getJMSDestination()).isEqualTo(new CarrickTopic("a"));
        assertThat(received.getJMSReplyTo()).isEqualTo(new CarrickTemporaryTopic("r", null));
    }

    @Test
    void shouldReceiveTheTypeThatIsNamed() throws JMSException {
        assertThat(decode(annotated(0, new AmqpValue(null)))).isInstanceOf(PlainMessage.class);
        assertThat(((MapMessage) decode(annotated(2, new AmqpValue(Map.of("a", 1))))).getInt("a"))
                .isEqualTo(1);
        assertThat(((BytesMessage) decode(annotated(3, new Data(binary(4))))).readByte())
                .isEqualTo((byte) 4);
        assertThat(((BytesMessage) decode(annotated(3, new AmqpValue(binary(4))))).readByte())
                .isEqualTo((byte) 4);
        assertThat(((StreamMessage) decode(annotated(4, new AmqpSequence(List.of(7))))).readInt())
                .isEqualTo(7);
        assertThat(((StreamMessage) decode(annotated(4, new AmqpValue(List.of(7))))).readInt())
                .isEqualTo(7);
        assertThat(((TextMessage) decode(annotated(5, new Data(binary('a'))))).getText())
                .isEqualTo("a");
        assertThat(decode(annotated(9, new AmqpValue(null)))).isInstanceOf(TextMessage.class);
    }

    @Test
    void shouldFindTheFittingTypeForBodiesOfOtherClients() throws JMSException {
        assertThat(((TextMessage) decode(message(new AmqpValue("t")))).getText())
                .isEqualTo("t");
        assertThat(((TextMessage) decode(message(new AmqpValue(null)))).getText())
                .isNull();
        assertThat(((TextMessage) decode(message(new AmqpValue(Symbol.valueOf("s"))))).getText())
                .isEqualTo("s");
        assertThat(decode(message(new AmqpValue(binary(1)))).getBody(byte[].class))
                .containsExactly(1);
        MapMessage map = (MapMessage) decode(message(new AmqpValue(Map.of("u", new UUID(1, 2)))));
        assertThat(map.getString("u")).isEqualTo("00000000-0000-0001-0000-000000000002");
        assertThat(((StreamMessage) decode(message(new AmqpValue(List.of('c'))))).readChar())
                .isEqualTo('c');
        assertThat(((StreamMessage) decode(message(new AmqpSequence(List.of(1, 2))))).readInt())
                .isEqualTo(1);
        assertThat(object(new AmqpValue(Map.of("a", List.of(1))))).isEqualTo(Map.of("a", List.of(1)));
        assertThat(object(new AmqpValue(Map.of(1, "a")))).isEqualTo(Map.of(1, "a"));
        assertThat(object(new AmqpSequence(List.of(List.of(1))))).isEqualTo(List.of(List.of(1)));
        assertThat(object(new AmqpValue(UnsignedInteger.MAX_VALUE))).isEqualTo(4294967295L);
        assertThat(object(new AmqpValue(new int[] {1, -1}))).isEqualTo(List.of(1, -1));
        assertThat(object(new AmqpValue(new Date(5)))).isEqualTo(new Date(5));
        assertThat(decode(message(new Data(binary(1)))).getBody(byte[].class)).containsExactly(1);
    }

    private Object object(Section body) throws JMSException {
        return ((ObjectMessage) decode(message(body))).getObject();
    }

    @Test
    void shouldReadDataByItsContentType() throws JMSException {
        assertThat(data("text/plain", 'a', 0xc3, 0xa9)).isEqualTo("aé");
        assertThat(data("text/plain; charset=iso-8859-1", 'a', 0xe9)).isEqualTo("aé");
        assertThat(data("TEXT/HTML;charset=\"UTF-16BE\"", 0, 'a')).isEqualTo("a");
        assertThat(data("application/json", '1')).isEqualTo("1");
        assertThat(data("application/soap+xml", '1')).isEqualTo("1");
        assertThat(data("text/plain; charset=unknown", '1')).isEqualTo(new byte[] {'1'});
        assertThat(data("image/png", '1')).isEqualTo(new byte[] {'1'});
        assertThat(data("application/octet-stream", '1')).isEqualTo(new byte[] {'1'});
        assertThat(data("application/x-java-serialized-object", 0xac, 0xed, 0, 5, 0x70))
                .isNull();
        assertThat(data("application/x-java-serialized-object")).isNull();
    }

    private Object data(String contentType, int... bytes) throws JMSException {
        Message message = message(new Data(binary(bytes)));
        message.setContentType(contentType);
        return decode(message).getBody(Object.class);
    }

    @Test
    void shouldFindTheFittingTypeForMessagesWithoutABody() throws JMSException {
        assertThat(decode(message(null))).isInstanceOf(BytesMessage.class);
        Message text = message(null);
        text.setContentType("text/plain");
        assertThat(decode(text)).isInstanceOf(TextMessage.class);
        Message image = message(null);
        image.setContentType("image/png");
        assertThat(decode(image)).isInstanceOf(PlainMessage.class);
        for (int type = 0; type < 6; type++) {
            CarrickMessage received = decode(annotated(type, null));
            CarrickMessage again = wire.received(received);
            assertThat(again).hasSameClassAs(received);
        }
    }

    @Test
    void shouldJoinSeveralSectionsOfABody() throws JMSException {
        byte[] data = HexFormat.of().parseHex("005375a00101" + "005375a000" + "005375b00000000102");
        assertThat(wire.decode(data).getBody(byte[].class)).containsExactly(1, 2);
        assertThat(wire.received(wire.decode(data)).getBody(byte[].class)).containsExactly(1, 2);
        byte[] sequences = HexFormat.of().parseHex("005376c003015401" + "00537645" + "005376c003015402");
        StreamMessage stream = (StreamMessage) wire.decode(sequences);
        assertThat(stream.readInt()).isEqualTo(1);
        assertThat(stream.readInt()).isEqualTo(2);
    }

    @Test
    void shouldReadPropertiesOfTypesThatJmsDoesNotHave() throws JMSException {
        Map<String, Object> values = new HashMap<>();
        values.put("ubyte", UnsignedByte.valueOf((byte) -1));
        values.put("ushort", UnsignedShort.valueOf((short) -1));
        values.put("uint", UnsignedInteger.MAX_VALUE);
        values.put("ulong", UnsignedLong.valueOf(5));
        values.put("large", UnsignedLong.valueOf(-1L));
        values.put("timestamp", new Date(7));
        values.put("uuid", new UUID(0, 1));
        values.put("symbol", Symbol.valueOf("s"));
        values.put("char", 'c');
        values.put("decimal32", new Decimal32(0x31800000 | 12345));
        values.put("decimal64", new Decimal64(0x31a0000000000000L | 12345));
        values.put("decimal128", new Decimal128(0xb03e000000000000L, 12345));
        values.put("infinity", new Decimal32(0x78000000));
        values.put("binary", binary(1));
        Message message = message(new AmqpValue("text"));
        message.setApplicationProperties(new ApplicationProperties(values));
        CarrickMessage received = decode(message);
        assertThat(received.getShortProperty("ubyte")).isEqualTo((short) 255);
        assertThat(received.getIntProperty("ushort")).isEqualTo(65535);
        assertThat(received.getLongProperty("uint")).isEqualTo(4294967295L);
        assertThat(received.getLongProperty("ulong")).isEqualTo(5);
        assertThat(received.getStringProperty("large")).isEqualTo("18446744073709551615");
        assertThat(received.getDoubleProperty("large")).isEqualTo(18446744073709551615d);
        assertThat(received.getLongProperty("timestamp")).isEqualTo(7);
        assertThat(received.getStringProperty("uuid")).isEqualTo("00000000-0000-0000-0000-000000000001");
        assertThat(received.getStringProperty("symbol")).isEqualTo("s");
        assertThat(received.getStringProperty("char")).isEqualTo("c");
        assertThat(received.getStringProperty("decimal32")).isEqualTo("123.45");
        assertThat(received.getDoubleProperty("decimal64")).isEqualTo(1234.5);
        assertThat(received.getStringProperty("decimal128")).isEqualTo("-1234.5");
        assertThat(received.getDoubleProperty("infinity")).isInfinite();
        assertThat((byte[]) received.getObjectProperty("binary")).containsExactly(1);
        Message again = Wire.protonDecode(wire.encode(received));
        assertThat(again.getApplicationProperties().getValue()).isEqualTo(values);
    }

    @Test
    void shouldSendOnWhatItDoesNotUnderstandAsItCame() throws JMSException {
        Message message = message(new AmqpValue(Map.of(Symbol.valueOf("a"), List.of(UnsignedByte.valueOf((byte) 1)))));
        message.setContentType("application/thing");
        message.setContentEncoding("gzip");
        message.setReplyToGroupId("answers");
        Message again = Wire.protonDecode(wire.encode(decode(message)));
        assertThat(((AmqpValue) again.getBody()).getValue()).isEqualTo(((AmqpValue) message.getBody()).getValue());
        assertThat(again.getContentType()).isEqualTo("application/thing");
        assertThat(again.getContentEncoding()).isEqualTo("gzip");
        assertThat(again.getReplyToGroupId()).isEqualTo("answers");
    }

    @Test
    void shouldCarryAnnotationsSetByTheSession() throws JMSException {
        CarrickMessage message = (CarrickMessage) wire.factory().createMessage();
        message.setAnnotation("traceparent", "00-1-2-01");
        message.setAnnotation("gone", 1);
        message.setAnnotation("gone", null);
        CarrickMessage received = wire.received(message);
        assertThat(received.annotation("traceparent")).isEqualTo("00-1-2-01");
        assertThat(received.annotation("gone")).isNull();
        assertThat(Arrays.asList(received.annotation("x-opt-jms-msg-type"))).containsExactly((byte) 0);
    }
}
