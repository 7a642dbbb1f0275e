package io.carrick.tck.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotWriteableException;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The message properties. */
@Specification("3.5")
class Section3PropertiesIT extends JmsSpecification {
    private static final Set<ValueType> TYPES = EnumSet.complementOf(EnumSet.of(ValueType.CHAR, ValueType.BYTES));

    static Stream<Arguments> typesAtStages() {
        return TYPES.stream().flatMap(type -> Stream.of(Stage.values()).map(stage -> Arguments.of(type, stage)));
    }

    static Stream<ValueType> types() {
        return TYPES.stream();
    }

    private static void set(Message message, String name, ValueType type, Object value) throws JMSException {
        switch (type) {
            case BOOLEAN -> message.setBooleanProperty(name, (Boolean) value);
            case BYTE -> message.setByteProperty(name, (Byte) value);
            case SHORT -> message.setShortProperty(name, (Short) value);
            case INT -> message.setIntProperty(name, (Integer) value);
            case LONG -> message.setLongProperty(name, (Long) value);
            case FLOAT -> message.setFloatProperty(name, (Float) value);
            case DOUBLE -> message.setDoubleProperty(name, (Double) value);
            case STRING -> message.setStringProperty(name, (String) value);
            default -> throw new IllegalArgumentException("no property type: " + type);
        }
    }

    private static Object get(Message message, String name, ValueType type) throws JMSException {
        return switch (type) {
            case BOOLEAN -> message.getBooleanProperty(name);
            case BYTE -> message.getByteProperty(name);
            case SHORT -> message.getShortProperty(name);
            case INT -> message.getIntProperty(name);
            case LONG -> message.getLongProperty(name);
            case FLOAT -> message.getFloatProperty(name);
            case DOUBLE -> message.getDoubleProperty(name);
            case STRING -> message.getStringProperty(name);
            default -> throw new IllegalArgumentException("no property type: " + type);
        };
    }

    private static List<String> names(Message message) throws JMSException {
        return listed(message.getPropertyNames());
    }

    @ParameterizedTest
    @MethodSource("typesAtStages")
    @Specification("3.5.4")
    void shouldConvertAsTheTableSays(ValueType type, Stage stage) throws JMSException {
        Message message = session.createTextMessage();
        set(message, "value", type, type.example());

        Message read = stage.reach(this, Message.class, message);

        Table.checkRow(type, TYPES, column -> get(read, "value", column));
    }

    @ParameterizedTest
    @MethodSource("typesAtStages")
    @Specification("3.5.5")
    void shouldGiveBackTheObjectThatWasSet(ValueType type, Stage stage) throws JMSException {
        Message message = session.createTextMessage();
        message.setObjectProperty("object", type.example());
        set(message, "typed", type, type.example());

        Message read = stage.reach(this, Message.class, message);

        assertThat(read.getObjectProperty("object")).isEqualTo(type.example());
        assertThat(read.getObjectProperty("typed")).isEqualTo(type.example());
    }

    @ParameterizedTest
    @MethodSource("typesAtStages")
    @Specification("3.5.5")
    void shouldConvertWhatWasSetAsObjectAsTheTableSays(ValueType type, Stage stage) throws JMSException {
        Message message = session.createTextMessage();
        message.setObjectProperty("value", type.example());

        Message read = stage.reach(this, Message.class, message);

        Table.checkRow(type, TYPES, column -> get(read, "value", column));
    }

    @ParameterizedTest
    @EnumSource
    @Specification("3.5.4")
    void shouldReadNullAsValueOfNull(Stage stage) throws JMSException {
        Message message = session.createTextMessage();
        message.setStringProperty("nothing", null);
        message.setObjectProperty("nullObject", null);

        Message read = stage.reach(this, Message.class, message);

        Table.checkNull(TYPES, column -> get(read, "nothing", column));
        Table.checkNull(TYPES, column -> get(read, "nullObject", column));
        assertThat(read.getObjectProperty("nothing")).isNull();
        assertThat(read.propertyExists("nothing")).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    @Specification("3.5.8")
    void shouldReadAPropertyThatDoesNotExistAsNull(Stage stage) throws JMSException {
        Message read = stage.reach(this, Message.class, session.createTextMessage());

        Table.checkNull(TYPES, column -> get(read, "absent", column));
        assertThat(read.getObjectProperty("absent")).isNull();
        assertThat(read.propertyExists("absent")).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    @Specification("3.5.4")
    void shouldRefuseTextThatIsNoNumber(Stage stage) throws JMSException {
        Message message = session.createTextMessage();
        message.setStringProperty("text", "no number");

        Message read = stage.reach(this, Message.class, message);

        Table.checkNoNumber(column -> get(read, "text", column));
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "TRUE", "True"})
    @Specification("3.5.4")
    void shouldReadTextAsBooleanWhateverItsCase(String text) throws JMSException {
        Message message = session.createTextMessage();
        message.setStringProperty("text", text);

        assertThat(message.getBooleanProperty("text")).isTrue();
    }

    @Test
    @Specification("3.5.2")
    void shouldCarryTheExtremesOfEachType() throws JMSException {
        Message message = session.createTextMessage();
        Object[] extremes = {
            Byte.MIN_VALUE,
            Byte.MAX_VALUE,
            Short.MIN_VALUE,
            Short.MAX_VALUE,
            Integer.MIN_VALUE,
            Integer.MAX_VALUE,
            Long.MIN_VALUE,
            Long.MAX_VALUE,
            Float.MIN_VALUE,
            Float.NEGATIVE_INFINITY,
            Float.NaN,
            Double.MAX_VALUE,
            Double.NaN,
            -0.0d,
            true,
            false,
            "",
            "\u0000",
            "\uD83D\uDE00 größer",
            "x".repeat(40_000)
        };
        for (int i = 0; i < extremes.length; i++) {
            message.setObjectProperty("p" + i, extremes[i]);
        }

        Message received = roundTrip(Message.class, message);

        for (int i = 0; i < extremes.length; i++) {
            assertThat(received.getObjectProperty("p" + i)).isEqualTo(extremes[i]);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "_a", "$a", "aB9", "größe", "JMS_CARRICK_test", "x_y$z", "Änderung"})
    @Specification("3.5.1")
    void shouldTakeEveryIdentifierAsName(String name) throws JMSException {
        Message message = session.createTextMessage();
        message.setIntProperty(name, 1);

        Message received = roundTrip(Message.class, message);

        assertThat(received.getIntProperty(name)).isEqualTo(1);
        assertThat(names(received)).contains(name);
    }

    @Test
    @Specification("3.5.1")
    void shouldTellNamesApartByCase() throws JMSException {
        Message message = session.createTextMessage();
        message.setIntProperty("name", 1);
        message.setIntProperty("NAME", 2);

        assertThat(message.getIntProperty("name")).isEqualTo(1);
        assertThat(message.getIntProperty("NAME")).isEqualTo(2);
    }

    @ParameterizedTest
    @MethodSource("types")
    @Specification("Message.setObjectProperty")
    void shouldRefuseANameThatIsNullOrEmpty(ValueType type) throws JMSException {
        Message message = session.createTextMessage();

        assertThatThrownBy(() -> set(message, null, type, type.example())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> set(message, "", type, type.example())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> message.setObjectProperty(null, type.example()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> message.setObjectProperty("", type.example()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    static Stream<Object> unsupported() {
        return Stream.of('c', new byte[0], new Object(), List.of(), new java.math.BigDecimal(1), new int[0]);
    }

    @ParameterizedTest
    @MethodSource("unsupported")
    @KnownDifference(provider = JmsProvider.QPID, is = "takes a Character as property value", invocation = "'c'")
    @Specification("3.5.5")
    void shouldRefuseObjectsOfOtherTypes(Object value) throws JMSException {
        Message message = session.createTextMessage();

        assertThatThrownBy(() -> message.setObjectProperty("value", value)).isInstanceOf(MessageFormatException.class);
        assertThat(message.propertyExists("value")).isFalse();
    }

    @Test
    @Specification("3.5.6")
    @KnownDifference(provider = JmsProvider.QPID, is = "names JMSXDeliveryCount on the sender's side")
    void shouldNameWhatWasSetAndNoHeaders() throws JMSException {
        TextMessage message = session.createTextMessage();
        message.setJMSType("type");
        message.setJMSCorrelationID("id");
        message.setIntProperty("one", 1);
        message.setStringProperty("two", "2");
        assertThat(names(message)).containsExactlyInAnyOrder("one", "two");

        List<String> received = names(roundTrip(Message.class, message));

        assertThat(received).contains("one", "two");
        assertThat(received).allMatch(name -> !name.startsWith("JMS") || name.startsWith("JMSX"));
    }

    @Test
    @Specification("3.5.6")
    void shouldNameTheDeliveryCountAtTheConsumer() throws JMSException {
        Message received = roundTrip(Message.class, session.createTextMessage());

        assertThat(names(received)).contains("JMSXDeliveryCount");
        assertThat(received.propertyExists("JMSXDeliveryCount")).isTrue();
        assertThat(received.getObjectProperty("JMSXDeliveryCount")).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    @Specification("3.5.7")
    void shouldClearThePropertiesAndKeepTheBody(Stage stage) throws JMSException {
        TextMessage message = session.createTextMessage("body");
        message.setIntProperty("one", 1);
        TextMessage read = stage.reach(this, TextMessage.class, message);

        read.clearProperties();

        assertThat(read.propertyExists("one")).isFalse();
        assertThat(names(read)).doesNotContain("one");
        assertThat(read.getText()).isEqualTo("body");
        read.setIntProperty("two", 2);
        assertThat(read.getIntProperty("two")).isEqualTo(2);
    }

    @ParameterizedTest
    @MethodSource("types")
    @Specification("3.5.3")
    void shouldNotChangeThePropertiesOfAReceivedMessage(ValueType type) throws JMSException {
        Message message = session.createTextMessage();
        set(message, "value", type, type.example());
        Message received = roundTrip(Message.class, message);

        SoftAssertions setters = new SoftAssertions();
        setters.assertThatThrownBy(() -> set(received, "value", type, type.example()))
                .isInstanceOf(MessageNotWriteableException.class);
        setters.assertThatThrownBy(() -> set(received, "new", type, type.example()))
                .isInstanceOf(MessageNotWriteableException.class);
        setters.assertThatThrownBy(() -> received.setObjectProperty("value", type.example()))
                .isInstanceOf(MessageNotWriteableException.class);
        setters.assertAll();
        assertThat(received.getObjectProperty("value")).isEqualTo(type.example());
    }

    @Test
    @Specification("3.10")
    void shouldRedeliverTheOriginalWhenTheReceiverChangedItsMessage() throws JMSException {
        TextMessage message = session.createTextMessage("original");
        message.setStringProperty("state", "original");
        sendMessage(queue, message);
        Session client = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
        MessageConsumer consumer = client.createConsumer(queue);
        TextMessage first = (TextMessage) receive(consumer);
        first.clearBody();
        first.setText("changed");
        first.clearProperties();
        first.setStringProperty("state", "changed");
        client.recover();

        Message again = receive(consumer);

        assertThat(again.getBody(String.class)).isEqualTo("original");
        assertThat(again.getStringProperty("state")).isEqualTo("original");
        assertThat(again.getIntProperty("JMSXDeliveryCount")).isEqualTo(2);
    }

    @Test
    @Specification("3.5.9")
    void shouldListTheDefinedPropertiesThatEveryProviderSupports() throws JMSException {
        assertThat(listed(connection.getMetaData().getJMSXPropertyNames()))
                .contains("JMSXDeliveryCount", "JMSXGroupID", "JMSXGroupSeq")
                .allMatch(name -> name.startsWith("JMSX"));
    }

    @ParameterizedTest
    @EnumSource
    @Specification("3.5.9")
    void shouldCarryTheMessageGroup(Stage stage) throws JMSException {
        Message message = session.createTextMessage();
        message.setStringProperty("JMSXGroupID", "group");
        message.setIntProperty("JMSXGroupSeq", 3);

        Message read = stage.reach(this, Message.class, message);

        assertThat(read.getStringProperty("JMSXGroupID")).isEqualTo("group");
        assertThat(read.getIntProperty("JMSXGroupSeq")).isEqualTo(3);
        assertThat(read.propertyExists("JMSXGroupID")).isTrue();
        assertThat(read.getObjectProperty("JMSXGroupSeq")).isEqualTo(3);
        assertThat(names(read)).contains("JMSXGroupID", "JMSXGroupSeq");
    }

    @Test
    @Specification("3.5.9")
    void shouldSelectByMessageGroup() throws JMSException {
        Message message = session.createTextMessage("in the group");
        message.setStringProperty("JMSXGroupID", "group");
        message.setIntProperty("JMSXGroupSeq", 3);
        send(queue, "without");
        sendMessage(queue, message);

        assertThat(text(session.createConsumer(queue, "JMSXGroupID = 'group' AND JMSXGroupSeq > 2")))
                .isEqualTo("in the group");
    }

    @Test
    @Specification("3.5.11")
    void shouldCountDeliveriesFromOne() throws JMSException {
        send(queue, "counted");
        Session transacted = connection.createSession(Session.SESSION_TRANSACTED);
        MessageConsumer consumer = transacted.createConsumer(queue);
        for (int count = 1; count <= 4; count++) {
            Message message = receive(consumer);
            assertThat(message.getIntProperty("JMSXDeliveryCount")).isEqualTo(count);
            assertThat(message.getLongProperty("JMSXDeliveryCount")).isEqualTo(count);
            assertThat(message.getStringProperty("JMSXDeliveryCount")).isEqualTo("" + count);
            assertThat(message.getJMSRedelivered()).isEqualTo(count > 1);
            transacted.rollback();
        }
    }
}
