package io.carrick.tck.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotWriteableException;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Map messages. */
@Specification("3.11.3")
class Section3MapMessageIT extends JmsSpecification {

    static Stream<Arguments> typesAtStages() {
        return Stream.of(ValueType.values())
                .flatMap(type -> Stream.of(Stage.values()).map(stage -> Arguments.of(type, stage)));
    }

    private static void set(MapMessage message, String name, ValueType type, Object value) throws JMSException {
        switch (type) {
            case BOOLEAN -> message.setBoolean(name, (Boolean) value);
            case BYTE -> message.setByte(name, (Byte) value);
            case SHORT -> message.setShort(name, (Short) value);
            case CHAR -> message.setChar(name, (Character) value);
            case INT -> message.setInt(name, (Integer) value);
            case LONG -> message.setLong(name, (Long) value);
            case FLOAT -> message.setFloat(name, (Float) value);
            case DOUBLE -> message.setDouble(name, (Double) value);
            case STRING -> message.setString(name, (String) value);
            case BYTES -> message.setBytes(name, (byte[]) value);
        }
    }

    private static Object get(MapMessage message, String name, ValueType type) throws JMSException {
        return switch (type) {
            case BOOLEAN -> message.getBoolean(name);
            case BYTE -> message.getByte(name);
            case SHORT -> message.getShort(name);
            case CHAR -> message.getChar(name);
            case INT -> message.getInt(name);
            case LONG -> message.getLong(name);
            case FLOAT -> message.getFloat(name);
            case DOUBLE -> message.getDouble(name);
            case STRING -> message.getString(name);
            case BYTES -> message.getBytes(name);
        };
    }

    @ParameterizedTest
    @MethodSource("typesAtStages")
    @Specification("3.11.3")
    void shouldConvertAsTheTableSays(ValueType type, Stage stage) throws JMSException {
        MapMessage message = session.createMapMessage();
        set(message, "value", type, type.example());

        MapMessage read = stage.reach(this, MapMessage.class, message);

        Table.checkRow(type, EnumSet.allOf(ValueType.class), column -> get(read, "value", column));
    }

    @ParameterizedTest
    @MethodSource("typesAtStages")
    @Specification("3.11.3")
    void shouldConvertWhatWasSetAsObjectAsTheTableSays(ValueType type, Stage stage) throws JMSException {
        MapMessage message = session.createMapMessage();
        message.setObject("value", type.example());

        MapMessage read = stage.reach(this, MapMessage.class, message);

        assertThat(read.getObject("value")).isEqualTo(type.example());
        Table.checkRow(type, EnumSet.allOf(ValueType.class), column -> get(read, "value", column));
    }

    @ParameterizedTest
    @EnumSource
    @Specification("3.11.3")
    void shouldReadNullAsValueOfNull(Stage stage) throws JMSException {
        MapMessage message = session.createMapMessage();
        message.setString("null", null);
        message.setObject("nullObject", null);
        message.setBytes("nullBytes", null);

        MapMessage read = stage.reach(this, MapMessage.class, message);

        for (String name : List.of("null", "nullObject", "nullBytes", "absent")) {
            Table.checkNull(EnumSet.allOf(ValueType.class), column -> get(read, name, column));
            assertThat(read.getObject(name)).as(name).isNull();
            assertThat(read.itemExists(name)).as(name).isEqualTo(!name.equals("absent"));
        }
    }

    @ParameterizedTest
    @EnumSource
    @Specification("3.11.3")
    void shouldRefuseTextThatIsNoNumber(Stage stage) throws JMSException {
        MapMessage message = session.createMapMessage();
        message.setString("text", "no number");

        MapMessage read = stage.reach(this, MapMessage.class, message);

        Table.checkNoNumber(column -> get(read, "text", column));
    }

    @ParameterizedTest
    @EnumSource
    @Specification("MapMessage.getMapNames")
    void shouldNameItsEntries(Stage stage) throws JMSException {
        MapMessage message = session.createMapMessage();
        message.setInt("one", 1);
        message.setInt("two", 2);
        message.setInt("two", 3);

        MapMessage read = stage.reach(this, MapMessage.class, message);

        assertThat(listed(read.getMapNames())).containsExactlyInAnyOrder("one", "two");
        assertThat(read.getInt("two")).isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource
    @Specification("MapMessage.setObject")
    void shouldRefuseNamesThatAreNullOrEmpty(ValueType type) throws JMSException {
        MapMessage message = session.createMapMessage();

        SoftAssertions setters = new SoftAssertions();
        for (String name : new String[] {null, ""}) {
            setters.assertThatThrownBy(() -> set(message, name, type, type.example()))
                    .isInstanceOf(IllegalArgumentException.class);
            setters.assertThatThrownBy(() -> message.setObject(name, type.example()))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        setters.assertAll();
    }

    @Test
    @Specification("MapMessage.setObject")
    void shouldRefuseObjectsOfOtherTypes() throws JMSException {
        MapMessage message = session.createMapMessage();

        for (Object value : new Object[] {new Object(), List.of(), new int[1], new java.math.BigInteger("1")}) {
            assertThatThrownBy(() -> message.setObject("value", value)).isInstanceOf(MessageFormatException.class);
        }
    }

    @Test
    @Specification("MapMessage.setBytes")
    void shouldSetAPartOfBytes() throws JMSException {
        MapMessage message = session.createMapMessage();
        message.setBytes("part", new byte[] {0, 1, 2, 3, 4}, 1, 3);

        assertThat(roundTrip(MapMessage.class, message).getBytes("part")).containsExactly(1, 2, 3);
    }

    @ParameterizedTest
    @EnumSource
    @Specification("3.12")
    void shouldCopyBytes(Stage stage) throws JMSException {
        byte[] value = {1, 2};
        MapMessage message = session.createMapMessage();
        message.setBytes("value", value);
        value[0] = 9;
        MapMessage read = stage.reach(this, MapMessage.class, message);

        assertThat(read.getBytes("value")).containsExactly(1, 2);
        read.getBytes("value")[0] = 8;
        assertThat(read.getBytes("value")).containsExactly(1, 2);
        ((byte[]) read.getObject("value"))[0] = 7;
        assertThat(read.getBytes("value")).containsExactly(1, 2);
    }

    @ParameterizedTest
    @EnumSource
    @Specification("3.11.2")
    void shouldNotChangeTheBodyOfAReceivedMessage(ValueType type) throws JMSException {
        MapMessage message = session.createMapMessage();
        set(message, "value", type, type.example());
        MapMessage received = roundTrip(MapMessage.class, message);

        assertThatThrownBy(() -> set(received, "value", type, type.example()))
                .isInstanceOf(MessageNotWriteableException.class);
        assertThatThrownBy(() -> received.setObject("new", type.example()))
                .isInstanceOf(MessageNotWriteableException.class);
    }

    @ParameterizedTest
    @EnumSource
    @Specification("3.11.1")
    void shouldBeEmptyAndWritableOnceCleared(Stage stage) throws JMSException {
        MapMessage message = session.createMapMessage();
        message.setInt("one", 1);
        MapMessage read = stage.reach(this, MapMessage.class, message);

        read.clearBody();

        assertThat(read.getMapNames().hasMoreElements()).isFalse();
        read.setInt("two", 2);
        assertThat(read.getInt("two")).isEqualTo(2);
    }
}
