package io.carrick.jms.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrick.jms.CarrickQueue;
import io.carrick.jms.CarrickTemporaryQueue;
import io.carrick.jms.CarrickTopic;
import io.carrick.jms.wire.InboundDelivery;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotWriteableException;
import jakarta.jms.TextMessage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class PropertiesAndHeadersTest {
    private final Wire wire = new Wire();

    private static OutgoingHeaders headers(long timeToLive, long delay) {
        return new OutgoingHeaders(
                "ID:sender:1",
                new CarrickTopic("prices"),
                DeliveryMode.PERSISTENT,
                7,
                Wire.NOW,
                timeToLive,
                timeToLive == 0 ? 0 : Wire.NOW + timeToLive,
                Wire.NOW + delay,
                delay > 0);
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(
            strings = {
                "1st", "a-b", "a.b", "a b", "NULL", "TRUE", "NOT", "AND", "OR", "BETWEEN", "LIKE", "IN", "IS", "ESCAPE"
            })
    void shouldRefuseNamesThatSelectorsCannotUse(String name) {
        Message message = wire.factory().createMessage();
        assertThatThrownBy(() -> message.setIntProperty(name, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "_a", "$a", "JMSXAppID", "JMS_vendor", "nullable", "größe", "true", "in"})
    void shouldAcceptIdentifiersAsNames(String name) throws JMSException {
        Message message = wire.factory().createMessage();
        message.setIntProperty(name, 1);
        assertThat(wire.received(message).getIntProperty(name)).isEqualTo(1);
    }

    @Test
    void shouldAcceptAnyNameButNoneIfNamesAreNotValidated() throws JMSException {
        Wire lenient = new Wire(new MessageSettings(false, DeserializationPolicy.DENY_ALL, DestinationResolver.PLAIN));
        Message message = lenient.factory().createMessage();
        message.setIntProperty("a-b", 1);
        assertThat(lenient.received(message).getIntProperty("a-b")).isEqualTo(1);
        assertThatThrownBy(() -> message.setIntProperty("", 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldRefusePropertiesOfOtherTypes() {
        Message message = wire.factory().createMessage();
        for (Object value : List.of('c', new byte[1], new ArrayList<>(), new Object())) {
            assertThatThrownBy(() -> message.setObjectProperty("p", value)).isInstanceOf(MessageFormatException.class);
        }
    }

    @Test
    void shouldLetPropertiesReceivedOnlyBeReadUntilTheyAreCleared() throws JMSException {
        Message message = wire.factory().createTextMessage("text");
        message.setStringProperty("p", "v");
        message.setStringProperty("JMSXGroupID", "g");
        message.setStringProperty("JMS_CARRICK_HALF_ID", "h");
        Message received = wire.received(message);
        assertThatThrownBy(() -> received.setStringProperty("p", "w")).isInstanceOf(MessageNotWriteableException.class);
        assertThatThrownBy(() -> received.setStringProperty("JMSXGroupID", "w"))
                .isInstanceOf(MessageNotWriteableException.class);
        received.clearProperties();
        assertThat(Collections.list((Enumeration<?>) received.getPropertyNames()))
                .isEmpty();
        assertThat(received.propertyExists("p")).isFalse();
        received.setStringProperty("q", "w");
        assertThat(received.getStringProperty("q")).isEqualTo("w");
        assertThat(((TextMessage) received).getText()).isEqualTo("text");
    }

    @Test
    void shouldCarryThePropertiesThatJmsDefines() throws JMSException {
        CarrickMessage message = (CarrickMessage) wire.factory().createMessage();
        message.setStringProperty("JMSXGroupID", "group");
        message.setIntProperty("JMSXGroupSeq", 17);
        message.setStringProperty("JMSXAppID", "app");
        message.setUserId("user");
        assertThat(message.propertyExists("JMSXDeliveryCount")).isFalse();
        CarrickMessage received = wire.received(message);
        received.setReceivedTimeMillis(5);
        assertThat(received.getStringProperty("JMSXGroupID")).isEqualTo("group");
        assertThat(received.getIntProperty("JMSXGroupSeq")).isEqualTo(17);
        assertThat(received.getStringProperty("JMSXAppID")).isEqualTo("app");
        assertThat(received.getStringProperty("JMSXUserID")).isEqualTo("user");
        assertThat(received.getIntProperty("JMSXDeliveryCount")).isEqualTo(1);
        assertThat(received.getLongProperty("JMSXRcvTimestamp")).isEqualTo(5);
        assertThat(Collections.list((Enumeration<?>) received.getPropertyNames()).stream()
                        .map(Object::toString))
                .containsExactlyInAnyOrder(
                        "JMSXGroupID",
                        "JMSXGroupSeq",
                        "JMSXAppID",
                        "JMSXUserID",
                        "JMSXDeliveryCount",
                        "JMSXRcvTimestamp");
    }

    @Test
    void shouldCarryHalfMessagesInAnnotationsAndNotSendThemOn() throws JMSException {
        Message message = wire.factory().createMessage();
        message.setStringProperty("JMS_CARRICK_HALF_ID", "id");
        message.setStringProperty("JMS_CARRICK_HALF_GROUP", "group");
        message.setLongProperty("JMS_CARRICK_HALF_CHECK_AFTER", 500);
        byte[] encoded = wire.encode(message);
        assertThat(Wire.protonDecode(encoded).getMessageAnnotations().getValue().toString())
                .contains("x-opt-half-id=id", "x-opt-half-group=group", "x-opt-half-check-after=500");
        assertThat(Wire.protonDecode(encoded).getApplicationProperties()).isNull();
        CarrickMessage received = wire.decode(encoded);
        assertThat(received.getStringProperty("JMS_CARRICK_HALF_ID")).isEqualTo("id");
        assertThat(received.getLongProperty("JMS_CARRICK_HALF_CHECK_AFTER")).isEqualTo(500);
        assertThat(wire.received(received).propertyExists("JMS_CARRICK_HALF_ID"))
                .isFalse();
    }

    @Test
    void shouldCarryTheHeadersThatTheProducerSets() throws JMSException {
        CarrickMessage message = (CarrickMessage) wire.factory().createMessage();
        message.setJMSType("type");
        message.setJMSCorrelationID("correlation");
        message.setJMSReplyTo(new CarrickTemporaryQueue("reply", null));
        message.setOutgoingHeaders(headers(1000, 300));
        for (Message each : List.of(message, wire.received(message))) {
            assertThat(each.getJMSMessageID()).isEqualTo("ID:sender:1");
            assertThat(each.getJMSDestination()).isEqualTo(new CarrickTopic("prices"));
            assertThat(each.getJMSDeliveryMode()).isEqualTo(DeliveryMode.PERSISTENT);
            assertThat(each.getJMSPriority()).isEqualTo(7);
            assertThat(each.getJMSTimestamp()).isEqualTo(Wire.NOW);
            assertThat(each.getJMSExpiration()).isEqualTo(Wire.NOW + 1000);
            assertThat(each.getJMSDeliveryTime()).isEqualTo(Wire.NOW + 300);
            assertThat(each.getJMSType()).isEqualTo("type");
            assertThat(each.getJMSCorrelationID()).isEqualTo("correlation");
            assertThat(each.getJMSReplyTo()).isEqualTo(new CarrickTemporaryQueue("reply", null));
            assertThat(each.getJMSRedelivered()).isFalse();
        }
    }

    @Test
    void shouldReplaceTheHeadersOfAMessageSentOnAndKeepTheRest() throws JMSException {
        CarrickMessage message = (CarrickMessage) wire.factory().createTextMessage("a text of the first sender");
        message.setStringProperty("p", "v");
        message.setJMSType("type");
        message.setOutgoingHeaders(headers(1000, 300));
        CarrickMessage received = wire.received(message);
        received.setOutgoingHeaders(new OutgoingHeaders(
                "ID:second", new CarrickQueue("next"), DeliveryMode.NON_PERSISTENT, 4, 0, 0, 0, Wire.NOW, false));
        CarrickMessage again = wire.received(received);
        assertThat(again.getJMSMessageID()).isEqualTo("ID:second");
        assertThat(again.getJMSDestination()).isEqualTo(new CarrickQueue("next"));
        assertThat(again.getJMSDeliveryMode()).isEqualTo(DeliveryMode.NON_PERSISTENT);
        assertThat(again.getJMSPriority()).isEqualTo(4);
        assertThat(again.getJMSTimestamp()).isZero();
        assertThat(again.getJMSExpiration()).isZero();
        assertThat(again.getJMSDeliveryTime()).isZero();
        assertThat(again.getJMSType()).isEqualTo("type");
        assertThat(again.getStringProperty("p")).isEqualTo("v");
        assertThat(again.getBody(String.class)).isEqualTo("a text of the first sender");
    }

    @Test
    void shouldTakeTheDestinationOfTheConsumerIfTheMessageNamesNone() throws JMSException {
        CarrickMessage received = wire.received((CarrickMessage) wire.factory().createMessage());
        assertThat(received.getJMSDestination()).isEqualTo(Wire.CONSUMED);
        assertThat(received.getJMSReplyTo()).isNull();
    }

    @Test
    void shouldHideThePrefixesOfTheBroker() throws JMSException {
        Wire prefixed = new Wire(new MessageSettings(
                true, DeserializationPolicy.DENY_ALL, new DestinationResolver("queue://", "topic://")));
        Message message = prefixed.factory().createMessage();
        message.setJMSDestination(new CarrickQueue("a"));
        message.setJMSReplyTo(new CarrickTopic("b"));
        byte[] encoded = prefixed.encode(message);
        assertThat(Wire.protonDecode(encoded).getAddress()).isEqualTo("queue://a");
        assertThat(Wire.protonDecode(encoded).getReplyTo()).isEqualTo("topic://b");
        assertThat(prefixed.decode(encoded).getJMSDestination()).isEqualTo(new CarrickQueue("a"));
        assertThat(prefixed.decode(encoded).getJMSReplyTo()).isEqualTo(new CarrickTopic("b"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ID:1",
                "ID:AMQP_UUID:0f0e0d0c-0b0a-0908-0706-050403020100",
                "ID:AMQP_ULONG:18446744073709551615",
                "ID:AMQP_BINARY:00FF7A",
                "ID:AMQP_NO_PREFIX:plain",
                "ID:AMQP_STRING:ID:AMQP_UUID:no",
                "ID:AMQP_OTHER:x"
            })
    void shouldCarryIdsOfEveryTypeUnchanged(String id) throws JMSException {
        Message message = wire.factory().createMessage();
        message.setJMSMessageID(id);
        message.setJMSCorrelationID(id);
        Message received = wire.received(message);
        assertThat(received.getJMSMessageID()).isEqualTo(id);
        if (!id.contains("NO_PREFIX")) {
            assertThat(received.getJMSCorrelationID()).isEqualTo(id);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ID:AMQP_UUID:x", "ID:AMQP_ULONG:-1", "ID:AMQP_BINARY:0", "ID:AMQP_BINARY:0G"})
    void shouldRefuseIdsThatAreNotWhatTheirPrefixSays(String id) {
        Message message = wire.factory().createMessage();
        assertThatThrownBy(() -> message.setJMSCorrelationID(id)).isInstanceOf(JMSException.class);
        assertThatThrownBy(() -> message.setJMSMessageID(id)).isInstanceOf(JMSException.class);
    }

    @Test
    void shouldCarryBinaryCorrelationIds() throws JMSException {
        Message message = wire.factory().createMessage();
        message.setJMSCorrelationIDAsBytes(new byte[] {1, -1});
        assertThat(wire.received(message).getJMSCorrelationIDAsBytes()).containsExactly(1, -1);
        message.setJMSCorrelationID("é");
        assertThat(wire.received(message).getJMSCorrelationIDAsBytes()).containsExactly(0xc3, 0xa9);
        message.setJMSCorrelationIDAsBytes(null);
        assertThat(message.getJMSCorrelationID()).isNull();
    }

    @Test
    void shouldCountDeliveriesRepeatedByTheSession() throws JMSException {
        CarrickMessage received = wire.received((CarrickMessage) wire.factory().createMessage());
        received.setDeliveryCount(3);
        assertThat(received.getJMSRedelivered()).isTrue();
        assertThat(received.getIntProperty("JMSXDeliveryCount")).isEqualTo(3);
    }

    @Test
    void shouldAcknowledgeByTheSession() throws JMSException {
        List<InboundDelivery> acknowledged = new ArrayList<>();
        CarrickMessage received = wire.received((CarrickMessage) wire.factory().createMessage());
        assertThatCode(received::acknowledge).doesNotThrowAnyException();
        received.setAcknowledger((delivery, settlement) -> acknowledged.add(delivery));
        received.acknowledge();
        assertThat(acknowledged).containsExactly(received.delivery());
    }
}
