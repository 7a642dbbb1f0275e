package io.carrick.tck.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.BytesMessage;
import jakarta.jms.DeliveryMode;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.InvalidClientIDRuntimeException;
import jakarta.jms.InvalidDestinationRuntimeException;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatRuntimeException;
import jakarta.jms.MessageNotWriteableRuntimeException;
import jakarta.jms.ObjectMessage;
import jakarta.jms.StreamMessage;
import jakarta.jms.TextMessage;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** JMSContext, JMSProducer and JMSConsumer. */
@Specification("2.8")
class SimplifiedApiIT extends JmsSpecification {
    private static final Set<ValueType> PROPERTY_TYPES =
            EnumSet.complementOf(EnumSet.of(ValueType.CHAR, ValueType.BYTES));

    private JMSContext context;

    @BeforeEach
    void openContext() {
        context = context(JMSContext.AUTO_ACKNOWLEDGE);
    }

    static Stream<ValueType> propertyTypes() {
        return PROPERTY_TYPES.stream();
    }

    private static JMSProducer set(JMSProducer producer, ValueType type) {
        Object value = type.example();
        return switch (type) {
            case BOOLEAN -> producer.setProperty("value", (boolean) value);
            case BYTE -> producer.setProperty("value", (byte) value);
            case SHORT -> producer.setProperty("value", (short) value);
            case INT -> producer.setProperty("value", (int) value);
            case LONG -> producer.setProperty("value", (long) value);
            case FLOAT -> producer.setProperty("value", (float) value);
            case DOUBLE -> producer.setProperty("value", (double) value);
            default -> producer.setProperty("value", (String) value);
        };
    }

    private static Object get(JMSProducer producer, ValueType type) {
        return switch (type) {
            case BOOLEAN -> producer.getBooleanProperty("value");
            case BYTE -> producer.getByteProperty("value");
            case SHORT -> producer.getShortProperty("value");
            case INT -> producer.getIntProperty("value");
            case LONG -> producer.getLongProperty("value");
            case FLOAT -> producer.getFloatProperty("value");
            case DOUBLE -> producer.getDoubleProperty("value");
            default -> producer.getStringProperty("value");
        };
    }

    private Message sent(JMSProducer producer) throws JMSException {
        producer.send(queue, context.createTextMessage("body"));
        return receive(queue);
    }

    @ParameterizedTest
    @MethodSource("propertyTypes")
    @Specification("JMSProducer.setProperty")
    void shouldConvertThePropertiesOfAProducerAsTheTableSays(ValueType type) throws JMSException {
        JMSProducer producer = context.createProducer();
        assertThat(set(producer, type)).isSameAs(producer);
        assertThat(producer.getObjectProperty("value")).isEqualTo(type.example());

        SoftAssertions cells = new SoftAssertions();
        for (ValueType column : PROPERTY_TYPES) {
            if (type.readableAs().contains(column)) {
                cells.assertThat(get(producer, column))
                        .as("%s as %s", type, column)
                        .isEqualTo(column.convert(type, type.example()));
            } else {
                cells.assertThatThrownBy(() -> get(producer, column))
                        .as("%s as %s", type, column)
                        .isInstanceOf(MessageFormatRuntimeException.class);
            }
        }
        cells.assertAll();
        assertThat(sent(producer).getObjectProperty("value")).isEqualTo(type.example());
    }

    @Test
    @Specification("JMSProducer.setProperty")
    void shouldSetObjectsAsPropertiesAndRefuseOtherTypes() throws JMSException {
        JMSProducer producer = context.createProducer().setProperty("value", (Object) 5);

        assertThat(sent(producer).getObjectProperty("value")).isEqualTo(5);
        assertThatThrownBy(() -> producer.setProperty("value", new ArrayList<>()))
                .isInstanceOf(MessageFormatRuntimeException.class);
        assertThatThrownBy(() -> producer.setProperty("", 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> producer.setProperty(null, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @KnownDifference(provider = JmsProvider.QPID, is = "gives out property names that can be modified")
    @Specification("JMSProducer.getPropertyNames")
    void shouldNameAndClearThePropertiesOfAProducer() throws JMSException {
        JMSProducer producer = context.createProducer().setProperty("one", 1).setProperty("two", "2");
        assertThat(producer.getPropertyNames()).containsExactlyInAnyOrder("one", "two");
        assertThat(producer.propertyExists("one")).isTrue();
        assertThatThrownBy(() -> producer.getPropertyNames().add("three"))
                .isInstanceOf(UnsupportedOperationException.class);

        assertThat(producer.clearProperties()).isSameAs(producer);

        assertThat(producer.getPropertyNames()).isEmpty();
        assertThat(producer.propertyExists("one")).isFalse();
        assertThat(sent(producer).propertyExists("one")).isFalse();
    }

    @Test
    @Specification("7.5")
    void shouldOverrideThePropertiesOfTheMessage() throws JMSException {
        TextMessage message = context.createTextMessage("body");
        message.setIntProperty("both", 1);
        message.setIntProperty("message", 1);
        context.createProducer()
                .setProperty("both", 2)
                .setProperty("producer", 2)
                .send(queue, message);

        Message received = receive(queue);

        assertThat(received.getIntProperty("both")).isEqualTo(2);
        assertThat(received.getIntProperty("message")).isEqualTo(1);
        assertThat(received.getIntProperty("producer")).isEqualTo(2);
    }

    @Test
    @Specification("7.6")
    void shouldOverrideTheHeadersOfTheMessage() throws JMSException {
        TextMessage message = context.createTextMessage("body");
        message.setJMSType("message");
        message.setJMSCorrelationID("message");
        message.setJMSReplyTo(topic);
        JMSProducer producer = context.createProducer()
                .setJMSType("producer")
                .setJMSCorrelationID("producer")
                .setJMSReplyTo(queue);
        producer.send(queue, message);

        Message received = receive(queue);

        assertThat(received.getJMSType()).isEqualTo("producer");
        assertThat(received.getJMSCorrelationID()).isEqualTo("producer");
        assertThat(received.getJMSReplyTo()).isEqualTo(queue);
        assertThat(producer.getJMSType()).isEqualTo("producer");
        assertThat(producer.getJMSCorrelationID()).isEqualTo("producer");
        assertThat(producer.getJMSReplyTo()).isEqualTo(queue);
    }

    @Test
    @Specification("7.6")
    void shouldKeepTheHeadersOfTheMessageThatTheProducerDoesNotSet() throws JMSException {
        TextMessage message = context.createTextMessage("body");
        message.setJMSType("message");
        message.setJMSCorrelationID("message");
        message.setJMSReplyTo(topic);
        context.createProducer().send(queue, message);

        Message received = receive(queue);

        assertThat(received.getJMSType()).isEqualTo("message");
        assertThat(received.getJMSCorrelationID()).isEqualTo("message");
        assertThat(received.getJMSReplyTo()).isEqualTo(topic);
    }

    @Test
    @Specification("JMSProducer.setJMSCorrelationIDAsBytes")
    void shouldSetACorrelationIdOfBytes() throws JMSException {
        JMSProducer producer = context.createProducer().setJMSCorrelationIDAsBytes(new byte[] {1, 2});

        assertThat(producer.getJMSCorrelationIDAsBytes()).containsExactly(1, 2);
        assertThat(sent(producer).getJMSCorrelationIDAsBytes()).containsExactly(1, 2);
    }

    @Test
    @Specification("7.10")
    void shouldChainItsMethods() throws JMSException {
        long before = System.currentTimeMillis();
        JMSProducer producer = context.createProducer();
        producer.setProperty("foo", "bar")
                .setTimeToLive(10_000)
                .setDeliveryMode(DeliveryMode.NON_PERSISTENT)
                .setPriority(6)
                .setDeliveryDelay(1)
                .setDisableMessageID(false)
                .setDisableMessageTimestamp(false)
                .send(queue, "body")
                .send(queue, "again");
        Message received = receive(queue);

        assertThat(producer.getTimeToLive()).isEqualTo(10_000);
        assertThat(producer.getDeliveryMode()).isEqualTo(DeliveryMode.NON_PERSISTENT);
        assertThat(producer.getPriority()).isEqualTo(6);
        assertThat(producer.getDeliveryDelay()).isEqualTo(1);
        assertThat(producer.getDisableMessageID()).isFalse();
        assertThat(producer.getDisableMessageTimestamp()).isFalse();
        assertThat(received.getStringProperty("foo")).isEqualTo("bar");
        assertThat(received.getJMSExpiration()).isGreaterThanOrEqualTo(before + 10_000);
        assertThat(received.getJMSDeliveryMode()).isEqualTo(DeliveryMode.NON_PERSISTENT);
        assertThat(received.getJMSPriority()).isEqualTo(6);
        assertThat(received.getBody(String.class)).isEqualTo("body");
    }

    @Test
    @Specification("7.2")
    void shouldMakeAMessageOfTheBody() throws JMSException {
        JMSProducer producer = context.createProducer();
        producer.send(queue, "text");
        producer.send(queue, Map.of("key", 1));
        producer.send(queue, new byte[] {1});
        producer.send(queue, (Serializable) Integer.valueOf(5));

        assertThat(receive(queue)).isInstanceOf(TextMessage.class);
        assertThat(receive(queue)).isInstanceOf(MapMessage.class);
        assertThat(receive(queue)).isInstanceOf(BytesMessage.class);
        assertThat(receive(queue)).isInstanceOf(ObjectMessage.class);
    }

    @Test
    @Specification("JMSProducer.send")
    void shouldMakeAnEmptyMessageOfABodyThatIsNull() throws JMSException {
        JMSProducer producer = context.createProducer();
        producer.send(queue, (String) null);
        producer.send(queue, (Map<String, Object>) null);
        producer.send(queue, (byte[]) null);
        producer.send(queue, (Serializable) null);

        assertThat(((TextMessage) receive(queue)).getText()).isNull();
        assertThat(((MapMessage) receive(queue)).getMapNames().hasMoreElements())
                .isFalse();
        assertThat(((BytesMessage) receive(queue)).getBodyLength()).isZero();
        assertThat(((ObjectMessage) receive(queue)).getObject()).isNull();
    }

    @Test
    @Specification("JMSProducer.send")
    void shouldRefuseMessagesAndDestinationsThatAreNull() {
        JMSProducer producer = context.createProducer();

        assertThatThrownBy(() -> producer.send(queue, (Message) null))
                .isInstanceOf(MessageFormatRuntimeException.class);
        assertThatThrownBy(() -> producer.send(null, "body")).isInstanceOf(InvalidDestinationRuntimeException.class);
    }

    @Test
    @Specification("JMSProducer.send")
    void shouldRefuseToOverrideThePropertiesOfAReceivedMessage() throws JMSException {
        Message received = roundTrip(Message.class, session.createTextMessage("read-only"));
        JMSProducer producer = context.createProducer().setProperty("new", 1);

        assertThatThrownBy(() -> producer.send(queue, received))
                .isInstanceOf(MessageNotWriteableRuntimeException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 10})
    @Specification("JMSProducer.setPriority")
    void shouldRefuseAPriorityThatDoesNotExist(int priority) {
        assertThatThrownBy(() -> context.createProducer().setPriority(priority))
                .isInstanceOf(JMSRuntimeException.class);
    }

    @Test
    @Specification("8.6")
    void shouldReceiveBodies() {
        JMSProducer producer = context.createProducer();
        JMSConsumer consumer = context.createConsumer(queue);
        producer.send(queue, "text");
        producer.send(queue, Map.of("key", 1));
        producer.send(queue, new byte[] {1});
        producer.send(queue, (Serializable) Integer.valueOf(5));
        producer.send(queue, "last");

        assertThat(consumer.receiveBody(String.class)).isEqualTo("text");
        assertThat((Object) consumer.receiveBody(Map.class, PATIENCE_MILLIS)).isEqualTo(Map.of("key", 1));
        assertThat(consumer.receiveBody(byte[].class, PATIENCE_MILLIS)).containsExactly(1);
        assertThat(consumer.receiveBody(Serializable.class, PATIENCE_MILLIS)).isEqualTo(5);
        assertThat(consumer.receiveBodyNoWait(Object.class)).isEqualTo("last");
        assertThat(consumer.receiveBodyNoWait(String.class)).isNull();
        assertThat(consumer.receiveBody(String.class, 1)).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {JMSContext.AUTO_ACKNOWLEDGE, JMSContext.DUPS_OK_ACKNOWLEDGE})
    @Specification("8.6")
    void shouldBehaveAsIfABodyOfTheWrongTypeHadNotBeenReceived(int mode) throws JMSException {
        send(queue, "1", "2");
        JMSConsumer consumer = context(mode).createConsumer(queue);

        assertThatThrownBy(() -> consumer.receiveBody(Map.class, PATIENCE_MILLIS))
                .isInstanceOf(MessageFormatRuntimeException.class);
        assertThatThrownBy(() -> consumer.receiveBodyNoWait(Map.class))
                .isInstanceOf(MessageFormatRuntimeException.class);

        Message again = consumer.receive(PATIENCE_MILLIS);
        assertThat(again.getBody(String.class)).isEqualTo("1");
        assertThat(again.getJMSRedelivered()).isFalse();
        assertThat(again.getIntProperty("JMSXDeliveryCount")).isEqualTo(1);
        assertThat(text(consumer)).isEqualTo("2");
    }

    @ParameterizedTest
    @ValueSource(ints = {JMSContext.CLIENT_ACKNOWLEDGE, JMSContext.SESSION_TRANSACTED})
    @Specification("8.6")
    void shouldTakeABodyOfTheWrongTypeForReceived(int mode) throws JMSException {
        send(queue, "1", "2");
        JMSContext other = context(mode);
        JMSConsumer consumer = other.createConsumer(queue);
        assertThatThrownBy(() -> consumer.receiveBody(Map.class, PATIENCE_MILLIS))
                .isInstanceOf(MessageFormatRuntimeException.class);
        assertThat(text(consumer)).isEqualTo("2");
        if (mode == JMSContext.SESSION_TRANSACTED) {
            other.rollback();
        } else {
            other.recover();
        }

        Message again = consumer.receive(PATIENCE_MILLIS);
        assertThat(again.getBody(String.class)).isEqualTo("1");
        assertThat(again.getJMSRedelivered()).isTrue();
        assertThat(again.getIntProperty("JMSXDeliveryCount")).isEqualTo(2);
    }

    @Test
    @KnownDifference(provider = JmsProvider.QPID, is = "returns null for messages without body")
    @Specification("8.6")
    void shouldRefuseBodiesOfStreamMessagesAndOfMessagesWithoutBody() throws JMSException {
        StreamMessage stream = session.createStreamMessage();
        stream.writeInt(1);
        sendMessage(queue, stream);
        JMSContext transacted = context(JMSContext.SESSION_TRANSACTED);
        JMSConsumer consumer = transacted.createConsumer(queue);
        assertThatThrownBy(() -> consumer.receiveBody(Object.class, PATIENCE_MILLIS))
                .isInstanceOf(MessageFormatRuntimeException.class);
        transacted.commit();
        sendMessage(queue, session.createMessage());
        sendMessage(queue, session.createTextMessage());

        assertThatThrownBy(() -> consumer.receiveBody(Object.class, PATIENCE_MILLIS))
                .isInstanceOf(MessageFormatRuntimeException.class);
        assertThatThrownBy(() -> consumer.receiveBody(String.class, PATIENCE_MILLIS))
                .isInstanceOf(MessageFormatRuntimeException.class);
    }

    @Test
    @Specification("6.1.4")
    void shouldStartWithItsFirstConsumer() throws JMSException {
        send(queue, "delivered");

        assertThat(context.getAutoStart()).isTrue();
        assertThat(text(context.createConsumer(queue))).isEqualTo("delivered");
    }

    @Test
    @Specification("6.1.4")
    void shouldNotStartByItselfWhenToldNotTo() throws JMSException {
        send(queue, "delivered");
        context.setAutoStart(false);
        JMSConsumer consumer = context.createConsumer(queue);
        assertNothing(consumer);
        context.start();

        assertThat(context.getAutoStart()).isFalse();
        assertThat(text(consumer)).isEqualTo("delivered");
    }

    @Test
    @Specification("8.4")
    void shouldStopAndStart() throws JMSException {
        JMSConsumer consumer = context.createConsumer(queue);
        context.stop();
        send(queue, "delivered");
        assertNothing(consumer);
        context.start();

        assertThat(text(consumer)).isEqualTo("delivered");
    }

    @Test
    @Specification("JMSContext.createContext")
    void shouldShareAConnectionAmongContexts() {
        JMSContext second = closing(context.createContext(JMSContext.SESSION_TRANSACTED));
        assertThat(second.getSessionMode()).isEqualTo(JMSContext.SESSION_TRANSACTED);
        assertThat(second.getTransacted()).isTrue();
        assertThat(context.getTransacted()).isFalse();
        assertThat(second.getClientID()).isEqualTo(context.getClientID());
        JMSConsumer temporary = second.createConsumer(context.createTemporaryQueue());
        assertThat(temporary).isNotNull();
        context.close();

        second.createProducer().send(queue, "still open");
        second.commit();
        assertThat(text(second.createConsumer(queue))).isEqualTo("still open");
        second.commit();
    }

    @Test
    @Specification("JMSContext.createContext")
    void shouldRefuseAModeThatDoesNotExist() {
        assertThatThrownBy(() -> factory.createContext(-77)).isInstanceOf(JMSRuntimeException.class);
        assertThatThrownBy(() -> context.createContext(-77)).isInstanceOf(JMSRuntimeException.class);
    }

    @Test
    @Specification("JMSContext.acknowledge")
    void shouldAcknowledgeEverythingByTheContext() throws JMSException {
        send(queue, "1", "2", "3");
        JMSContext client = context(JMSContext.CLIENT_ACKNOWLEDGE);
        JMSConsumer consumer = client.createConsumer(queue);
        assertThat(text(consumer)).isEqualTo("1");
        assertThat(text(consumer)).isEqualTo("2");
        client.acknowledge();
        assertThat(text(consumer)).isEqualTo("3");
        client.recover();

        Message again = consumer.receive(PATIENCE_MILLIS);
        assertThat(again.getBody(String.class)).isEqualTo("3");
        assertThat(again.getJMSRedelivered()).isTrue();
        client.acknowledge();
    }

    @Test
    @Specification("JMSContext.commit")
    void shouldCommitAndRollBack() throws JMSException {
        JMSContext transacted = context(JMSContext.SESSION_TRANSACTED);
        transacted.createProducer().send(queue, "never");
        transacted.rollback();
        transacted.createProducer().send(queue, "committed");
        transacted.commit();

        assertThat(receive(queue).getBody(String.class)).isEqualTo("committed");
        assertThatThrownBy(context::commit).isInstanceOf(IllegalStateRuntimeException.class);
        assertThatThrownBy(context::rollback).isInstanceOf(IllegalStateRuntimeException.class);
        assertThatThrownBy(transacted::recover).isInstanceOf(IllegalStateRuntimeException.class);
    }

    @Test
    @Specification("6.1.2")
    void shouldFollowTheRulesOfClientIdentifiers() {
        String clientId = uniqueName();
        JMSContext first = context(JMSContext.AUTO_ACKNOWLEDGE);
        first.setClientID(clientId);
        assertThat(first.getClientID()).isEqualTo(clientId);
        first.createTemporaryQueue();
        assertThatThrownBy(() -> first.setClientID(uniqueName())).isInstanceOf(IllegalStateRuntimeException.class);
        JMSContext second = context(JMSContext.AUTO_ACKNOWLEDGE);

        assertThatThrownBy(() -> {
                    second.setClientID(clientId);
                    second.createTemporaryQueue();
                })
                .isInstanceOf(InvalidClientIDRuntimeException.class);
    }

    @Test
    @Specification("JMSConsumer.setMessageListener")
    void shouldListen() throws Exception {
        BlockingQueue<Message> heard = new LinkedBlockingQueue<>();
        JMSConsumer consumer = context.createConsumer(queue);
        consumer.setMessageListener(heard::add);
        send(queue, "heard");

        assertThat(heard.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS).getBody(String.class))
                .isEqualTo("heard");
        assertThat(consumer.getMessageListener()).isNotNull();
    }

    @Test
    @KnownDifference(
            provider = JmsProvider.QPID,
            is = "lets a closed context make producers and contexts, acknowledge and recover")
    @Specification("JMSContext.close")
    void shouldRefuseEveryUseAfterCloseAndIgnoreClose() {
        JMSConsumer consumer = context.createConsumer(queue);
        JMSProducer producer = context.createProducer();
        JMSContext closed = context;
        closed.close();
        closed.close();
        consumer.close();

        Map<String, ThrowingCallable> calls = new LinkedHashMap<>();
        calls.put("createProducer", closed::createProducer);
        calls.put("createConsumer", () -> closed.createConsumer(queue));
        calls.put("createBrowser", () -> closed.createBrowser(queue));
        calls.put("createContext", () -> closed.createContext(JMSContext.AUTO_ACKNOWLEDGE));
        calls.put("createTextMessage", closed::createTextMessage);
        calls.put("createTemporaryQueue", closed::createTemporaryQueue);
        calls.put("createQueue", () -> closed.createQueue("q"));
        calls.put("start", closed::start);
        calls.put("stop", closed::stop);
        calls.put("getMetaData", closed::getMetaData);
        calls.put("getExceptionListener", closed::getExceptionListener);
        calls.put("acknowledge", closed::acknowledge);
        calls.put("recover", closed::recover);
        calls.put("JMSProducer.send", () -> producer.send(queue, "late"));
        calls.put("JMSConsumer.receive", () -> consumer.receive(1));
        calls.put("JMSConsumer.receiveNoWait", consumer::receiveNoWait);
        calls.put("JMSConsumer.receiveBody", () -> consumer.receiveBody(String.class, 1));
        calls.put("JMSConsumer.getMessageSelector", consumer::getMessageSelector);
        SoftAssertions all = new SoftAssertions();
        calls.forEach(
                (name, call) -> all.assertThatThrownBy(call).as(name).isInstanceOf(IllegalStateRuntimeException.class));
        all.assertAll();
    }

    @Test
    @Specification("8.3")
    void shouldCreateEveryKindOfSubscription() throws JMSException {
        String clientId = uniqueName();
        JMSContext identified = context(JMSContext.AUTO_ACKNOWLEDGE);
        identified.setClientID(clientId);
        List<JMSConsumer> consumers = List.of(
                identified.createConsumer(topic),
                identified.createConsumer(topic, "JMSPriority = 4"),
                identified.createConsumer(topic, "JMSPriority = 4", true),
                identified.createSharedConsumer(topic, "shared"),
                identified.createSharedConsumer(topic, "shared-selective", "JMSPriority = 4"),
                identified.createDurableConsumer(topic, "durable"),
                identified.createDurableConsumer(topic, "durable-selective", "JMSPriority = 4", true),
                identified.createSharedDurableConsumer(topic, "shared-durable"),
                identified.createSharedDurableConsumer(topic, "shared-durable-selective", "JMSPriority = 4"));
        send(topic, "news");

        for (JMSConsumer consumer : consumers) {
            assertThat(text(consumer)).isEqualTo("news");
            consumer.close();
        }
        for (String durable : List.of("durable", "durable-selective", "shared-durable", "shared-durable-selective")) {
            identified.unsubscribe(durable);
        }
    }
}
