package io.carrick.jms.message;

import jakarta.jms.JMSException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the body of a message that was received, whatever its sections, as the type of its message needs it. */
final class ReceivedBody {
    private ReceivedBody() {}

    /** A range of bytes, not to be changed. */
    record Slice(byte[] bytes, int from, int length) {
        static final Slice EMPTY = new Slice(new byte[0], 0, 0);
    }

    static String text(Sections sections, String contentType) throws JMSException {
        if (sections.bodyType() == Sections.DATA) {
            Charset charset = ContentTypes.charset(contentType);
            Slice data = data(sections);
            return new String(
                    data.bytes(), data.from(), data.length(), charset == null ? StandardCharsets.UTF_8 : charset);
        }
        Object value = value(sections);
        if (value instanceof List || value instanceof Map || value instanceof byte[]) {
            throw Malformed.message("the body of a text message is no text");
        }
        return value == null ? null : Conversions.propertyOf(value).toString();
    }

    /** The bytes of data, or of a binary as AMQP value. Not copied if there is one section. */
    static Slice data(Sections sections) throws JMSException {
        AmqpReader in = sections.body();
        if (!Sections.nextBody(in)) {
            return Slice.EMPTY;
        }
        if (sections.bodyType() != Sections.DATA && in.peek() == AmqpType.NULL) {
            return Slice.EMPTY;
        }
        Slice first = slice(sections, in);
        return in.hasMore() ? joined(sections) : first;
    }

    private static Slice slice(Sections sections, AmqpReader in) throws JMSException {
        int length = in.enterBinary();
        Slice slice = new Slice(sections.bytes(), in.position(), length);
        in.advance(length);
        return slice;
    }

    private static Slice joined(Sections sections) throws JMSException {
        AmqpReader in = sections.body();
        ByteArrayOutputStream all = new ByteArrayOutputStream(in.remaining());
        while (Sections.nextBody(in)) {
            Slice part = slice(sections, in);
            all.write(part.bytes(), part.from(), part.length());
        }
        return new Slice(all.toByteArray(), 0, all.size());
    }

    /** The AMQP value, or the elements of the sequences, or the data; null if there is no body. */
    static Object value(Sections sections) throws JMSException {
        AmqpReader in = sections.body();
        return switch (sections.bodyType()) {
            case Sections.VALUE -> {
                Sections.nextBody(in);
                yield in.value();
            }
            case Sections.SEQUENCE -> sequence(in);
            case Sections.DATA -> {
                Slice data = data(sections);
                yield Arrays.copyOfRange(data.bytes(), data.from(), data.from() + data.length());
            }
            default -> null;
        };
    }

    private static List<Object> sequence(AmqpReader in) throws JMSException {
        List<Object> elements = new ArrayList<>();
        while (Sections.nextBody(in)) {
            elements.addAll(in.list());
        }
        return elements;
    }

    static List<Object> stream(Sections sections) throws JMSException {
        Object value = value(sections);
        if (value == null) {
            return new ArrayList<>();
        }
        if (value instanceof List<?> list) {
            List<Object> elements = new ArrayList<>(list.size());
            for (Object element : list) {
                elements.add(Conversions.elementOf(element));
            }
            return elements;
        }
        throw Malformed.message("the body of a stream message is no sequence");
    }

    static Map<String, Object> map(Sections sections) throws JMSException {
        Object value = value(sections);
        if (value == null) {
            return new LinkedHashMap<>();
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> entries = new LinkedHashMap<>();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                entries.put(
                        String.valueOf(Conversions.elementOf(entry.getKey())), Conversions.elementOf(entry.getValue()));
            }
            return entries;
        }
        throw Malformed.message("the body of a map message is no map");
    }
}
