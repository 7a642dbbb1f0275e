package io.carrick.jms.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrick.jms.CarrickQueue;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.messaging.AmqpValue;
import org.apache.qpid.proton.amqp.messaging.ApplicationProperties;
import org.apache.qpid.proton.amqp.messaging.DeliveryAnnotations;
import org.apache.qpid.proton.amqp.messaging.MessageAnnotations;
import org.junit.jupiter.api.Test;

/** What a half message carries, and that nothing of it goes on with the message. */
class HalfMessagePropertiesTest {
    private final Wire wire = new Wire();

    /** As a client without annotations sends it. */
    private CarrickMessage receivedFromQpid(Map<String, Object> more) throws JMSException {
        Map<String, Object> properties = new HashMap<>(more);
        properties.put("JMS_CARRICK_HALF_ID", "order-1");
        properties.put("JMS_CARRICK_HALF_GROUP", "orders");
        org.apache.qpid.proton.message.Message sent = org.apache.qpid.proton.message.Message.Factory.create();
        sent.setApplicationProperties(new ApplicationProperties(properties));
        sent.setBody(new AmqpValue("text"));
        return wire.decode(Wire.encode(sent));
    }

    @Test
    void shouldShowThePropertiesByWhichAnotherClientMadeAHalfMessage() throws JMSException {
        Message received = receivedFromQpid(Map.of("amount", 5));

        assertThat(received.getStringProperty("JMS_CARRICK_HALF_ID")).isEqualTo("order-1");
        assertThat(received.propertyExists("JMS_CARRICK_HALF_GROUP")).isTrue();
        assertThat(received.propertyExists("JMS_CARRICK_HALF_CHECK_AFTER")).isFalse();
        List<Object> names = new ArrayList<>();
        for (Enumeration<?> left = received.getPropertyNames(); left.hasMoreElements(); ) {
            names.add(left.nextElement());
        }
        assertThat(names)
                .contains("amount", "JMS_CARRICK_HALF_ID", "JMS_CARRICK_HALF_GROUP")
                .doesNotHaveDuplicates();
    }

    @Test
    void shouldNotSendThemOn() throws JMSException {
        assertThat(Wire.protonDecode(wire.encode(receivedFromQpid(Map.of("amount", 5))))
                        .getApplicationProperties()
                        .getValue())
                .isEqualTo(Map.of("amount", 5));
        assertThat(Wire.protonDecode(wire.encode(receivedFromQpid(Map.of()))).getApplicationProperties())
                .isNull();
    }

    @Test
    void shouldBeAHalfMessageAgainIfTheApplicationSaysSo() throws JMSException {
        CarrickMessage received = receivedFromQpid(Map.of());
        assertThat(received.concernsHalfMessage()).isFalse();
        received.clearProperties();
        received.setStringProperty("JMS_CARRICK_HALF_ID", "order-2");

        assertThat(received.concernsHalfMessage()).isTrue();
        MessageAnnotations sent = Wire.protonDecode(wire.encode(received)).getMessageAnnotations();
        assertThat(sent.getValue()).containsEntry(Symbol.valueOf("x-opt-half-id"), "order-2");
    }

    @Test
    void shouldReadDeliveryAnnotations() throws JMSException {
        org.apache.qpid.proton.message.Message sent = org.apache.qpid.proton.message.Message.Factory.create();
        sent.setDeliveryAnnotations(new DeliveryAnnotations(Map.of(Symbol.valueOf("x-opt-half-checks"), 3)));
        sent.setBody(new AmqpValue("text"));
        CarrickMessage received = wire.decode(Wire.encode(sent));

        assertThat(received.deliveryAnnotation("x-opt-half-checks")).isEqualTo(3);
        assertThat(received.deliveryAnnotation("x-opt-half-id")).isNull();
        assertThat(((CarrickMessage) wire.factory().createMessage()).deliveryAnnotation("x"))
                .isNull();
    }

    @Test
    void shouldNotPutPrefixesBeforeNodesOfTheBroker() {
        DestinationResolver prefixed = new DestinationResolver("queue://", "topic://");
        assertThat(prefixed.address(new CarrickQueue("$half-check/orders"))).isEqualTo("$half-check/orders");
        assertThat(prefixed.address(new CarrickQueue("orders"))).isEqualTo("queue://orders");
    }
}
