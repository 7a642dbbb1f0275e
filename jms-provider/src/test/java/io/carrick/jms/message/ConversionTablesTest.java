package io.carrick.jms.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatException;
import jakarta.jms.StreamMessage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every cell of the tables of Jakarta Messaging 3.1, sections 3.5.4 and 3.11.3. */
class ConversionTablesTest {
    private static final List<String> TYPES =
            List.of("boolean", "byte", "short", "char", "int", "long", "float", "double", "String", "byte[]");
    private static final List<String> PROPERTY_TYPES = TYPES.stream()
            .filter(type -> !type.equals("char") && !type.equals("byte[]"))
            .toList();

    /** What can be read of a value written as the key. */
    private static final Map<String, Set<String>> TABLE = Map.of(
            "boolean", Set.of("boolean", "String"),
            "byte", Set.of("byte", "short", "int", "long", "String"),
            "short", Set.of("short", "int", "long", "String"),
            "char", Set.of("char", "String"),
            "int", Set.of("int", "long", "String"),
            "long", Set.of("long", "String"),
            "float", Set.of("float", "double", "String"),
            "double", Set.of("double", "String"),
            "String", Set.of("boolean", "byte", "short", "int", "long", "float", "double", "String"),
            "byte[]", Set.of("byte[]"));

    private static final Map<String, Object> WRITTEN = written();

    private final Wire wire = new Wire();

    private static Map<String, Object> written() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("boolean", true);
        values.put("byte", (byte) 7);
        values.put("short", (short) 7);
        values.put("char", 'c');
        values.put("int", 7);
        values.put("long", 7L);
        values.put("float", 7.0f);
        values.put("double", 7.0d);
        values.put("String", "7");
        values.put("byte[]", new byte[] {7});
        return values;
    }

    private static Object expected(String from, String to) {
        if (to.equals("String")) {
            return WRITTEN.get(from).toString();
        }
        if (from.equals("String")) {
            return to.equals("boolean") ? (Object) false : WRITTEN.get(to);
        }
        return WRITTEN.get(to);
    }

    static Stream<Arguments> cells() {
        return TYPES.stream().flatMap(from -> TYPES.stream().map(to -> Arguments.of(from, to)));
    }

    static Stream<Arguments> propertyCells() {
        return PROPERTY_TYPES.stream().flatMap(from -> PROPERTY_TYPES.stream().map(to -> Arguments.of(from, to)));
    }

    private interface Reading {
        Object read() throws JMSException;
    }

    private static void assertCell(String from, String to, Reading reading) throws JMSException {
        if (TABLE.get(from).contains(to)) {
            assertThat(reading.read()).isEqualTo(expected(from, to));
        } else {
            assertThatThrownBy(reading::read).isInstanceOf(MessageFormatException.class);
        }
    }

    @ParameterizedTest
    @MethodSource("propertyCells")
    void shouldConvertPropertiesByTheTable(String from, String to) throws JMSException {
        Message sent = wire.factory().createMessage();
        setProperty(sent, from);
        Message received = wire.received(sent);
        assertCell(from, to, () -> getProperty(sent, to));
        assertCell(from, to, () -> getProperty(received, to));
        assertThat(received.getObjectProperty("p")).isEqualTo(WRITTEN.get(from));
    }

    @ParameterizedTest
    @MethodSource("cells")
    void shouldConvertMapEntriesByTheTable(String from, String to) throws JMSException {
        MapMessage sent = wire.factory().createMapMessage();
        setEntry(sent, from);
        MapMessage received = wire.received(sent);
        assertCell(from, to, () -> getEntry(sent, to));
        assertCell(from, to, () -> getEntry(received, to));
        assertThat(received.getObject("p")).isEqualTo(WRITTEN.get(from));
    }

    @ParameterizedTest
    @MethodSource("cells")
    void shouldConvertStreamValuesByTheTableAndStayAtThoseThatCannotBeConverted(String from, String to)
            throws JMSException {
        StreamMessage sent = wire.factory().createStreamMessage();
        writeValue(sent, from);
        sent.writeString("next");
        StreamMessage received = wire.received(sent);
        sent.reset();
        for (StreamMessage stream : List.of(sent, received)) {
            assertCell(from, to, () -> readValue(stream, to));
            if (!TABLE.get(from).contains(to)) {
                assertThat(stream.readObject()).isEqualTo(WRITTEN.get(from));
            } else if (to.equals("byte[]")) {
                assertThat(stream.readBytes(new byte[1])).isEqualTo(-1);
            }
            assertThat(stream.readString()).isEqualTo("next");
        }
    }

    static Stream<String> numbers() {
        return Stream.of("byte", "short", "int", "long", "float", "double");
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void shouldReportStringsThatAreNoNumbersAndStayThere(String to) throws JMSException {
        Message message = wire.factory().createMessage();
        message.setStringProperty("p", "seven");
        assertThatThrownBy(() -> getProperty(message, to)).isInstanceOf(NumberFormatException.class);
        StreamMessage stream = wire.factory().createStreamMessage();
        stream.writeString("seven");
        stream.reset();
        assertThatThrownBy(() -> readValue(stream, to)).isInstanceOf(NumberFormatException.class);
        assertThat(stream.readString()).isEqualTo("seven");
    }

    @ParameterizedTest
    @MethodSource("propertyCells")
    void shouldConvertNullLikeTheValueOfOfTheType(String from, String to) throws JMSException {
        Message message = wire.factory().createMessage();
        message.setObjectProperty("p", null);
        MapMessage map = wire.factory().createMapMessage();
        map.setString("p", null);
        for (Reading reading : List.<Reading>of(() -> getProperty(message, to), () -> getEntry(map, to))) {
            switch (to) {
                case "boolean" -> assertThat(reading.read()).isEqualTo(false);
                case "String" -> assertThat(reading.read()).isNull();
                case "float", "double" -> assertThatThrownBy(reading::read).isInstanceOf(NullPointerException.class);
                default -> assertThatThrownBy(reading::read).isInstanceOf(NumberFormatException.class);
            }
        }
        assertThatThrownBy(() -> map.getChar("p")).isInstanceOf(NullPointerException.class);
        assertThat(map.getBytes("p")).isNull();
        assertThat(from).isIn(PROPERTY_TYPES);
    }

    @ParameterizedTest
    @MethodSource("cells")
    void shouldWriteObjectsAsTheirTypes(String from, String to) throws JMSException {
        Object value = WRITTEN.get(from);
        MapMessage map = wire.factory().createMapMessage();
        map.setObject("p", value);
        assertCell(from, to, () -> getEntry(map, to));
        StreamMessage stream = wire.factory().createStreamMessage();
        stream.writeObject(value);
        stream.reset();
        assertCell(from, to, () -> readValue(stream, to));
        BytesMessage bytes = wire.factory().createBytesMessage();
        bytes.writeObject(value);
        bytes.reset();
        assertThat(bytes.getBodyLength()).isPositive();
    }

    private static void setProperty(Message m, String type) throws JMSException {
        Object value = WRITTEN.get(type);
        switch (type) {
            case "boolean" -> m.setBooleanProperty("p", (boolean) value);
            case "byte" -> m.setByteProperty("p", (byte) value);
            case "short" -> m.setShortProperty("p", (short) value);
            case "int" -> m.setIntProperty("p", (int) value);
            case "long" -> m.setLongProperty("p", (long) value);
            case "float" -> m.setFloatProperty("p", (float) value);
            case "double" -> m.setDoubleProperty("p", (double) value);
            default -> m.setStringProperty("p", (String) value);
        }
    }

    private static Object getProperty(Message m, String type) throws JMSException {
        return switch (type) {
            case "boolean" -> m.getBooleanProperty("p");
            case "byte" -> m.getByteProperty("p");
            case "short" -> m.getShortProperty("p");
            case "int" -> m.getIntProperty("p");
            case "long" -> m.getLongProperty("p");
            case "float" -> m.getFloatProperty("p");
            case "double" -> m.getDoubleProperty("p");
            default -> m.getStringProperty("p");
        };
    }

    private static void setEntry(MapMessage m, String type) throws JMSException {
        Object value = WRITTEN.get(type);
        switch (type) {
            case "boolean" -> m.setBoolean("p", (boolean) value);
            case "byte" -> m.setByte("p", (byte) value);
            case "short" -> m.setShort("p", (short) value);
            case "char" -> m.setChar("p", (char) value);
            case "int" -> m.setInt("p", (int) value);
            case "long" -> m.setLong("p", (long) value);
            case "float" -> m.setFloat("p", (float) value);
            case "double" -> m.setDouble("p", (double) value);
            case "String" -> m.setString("p", (String) value);
            default -> m.setBytes("p", (byte[]) value);
        }
    }

    private static Object getEntry(MapMessage m, String type) throws JMSException {
        return switch (type) {
            case "boolean" -> m.getBoolean("p");
            case "byte" -> m.getByte("p");
            case "short" -> m.getShort("p");
            case "char" -> m.getChar("p");
            case "int" -> m.getInt("p");
            case "long" -> m.getLong("p");
            case "float" -> m.getFloat("p");
            case "double" -> m.getDouble("p");
            case "String" -> m.getString("p");
            default -> m.getBytes("p");
        };
    }

    private static void writeValue(StreamMessage m, String type) throws JMSException {
        Object value = WRITTEN.get(type);
        switch (type) {
            case "boolean" -> m.writeBoolean((boolean) value);
            case "byte" -> m.writeByte((byte) value);
            case "short" -> m.writeShort((short) value);
            case "char" -> m.writeChar((char) value);
            case "int" -> m.writeInt((int) value);
            case "long" -> m.writeLong((long) value);
            case "float" -> m.writeFloat((float) value);
            case "double" -> m.writeDouble((double) value);
            case "String" -> m.writeString((String) value);
            default -> m.writeBytes((byte[]) value);
        }
    }

    private static Object readValue(StreamMessage m, String type) throws JMSException {
        return switch (type) {
            case "boolean" -> m.readBoolean();
            case "byte" -> m.readByte();
            case "short" -> m.readShort();
            case "char" -> m.readChar();
            case "int" -> m.readInt();
            case "long" -> m.readLong();
            case "float" -> m.readFloat();
            case "double" -> m.readDouble();
            case "String" -> m.readString();
            default -> {
                byte[] buffer = new byte[1];
                assertThat(m.readBytes(buffer)).isEqualTo(1);
                yield buffer;
            }
        };
    }
}
