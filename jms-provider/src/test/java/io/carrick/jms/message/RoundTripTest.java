package io.carrick.jms.message;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageEOFException;
import jakarta.jms.StreamMessage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RoundTripTest {
    private static final int MESSAGES = 2000;

    private final Wire wire = new Wire(new MessageSettings(
            true, DeserializationPolicy.allow(List.of("java.util.ArrayList")), DestinationResolver.PLAIN));

    @Test
    void shouldReceiveWhatWasSentAndAgainIfSentOn() throws JMSException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < MESSAGES; i++) {
            CarrickMessage sent = RandomMessages.next(wire.factory(), random);
            byte[] encoded = wire.encode(sent);
            CarrickMessage received = wire.decode(encoded);
            CarrickMessage again = wire.decode(wire.encode(wire.decode(encoded)));
            Map<String, Object> expected = contents(sent);
            assertThat(contents(received)).as("seed %d, message %d", seed, i).isEqualTo(expected);
            assertThat(contents(again))
                    .as("seed %d, message %d sent on", seed, i)
                    .isEqualTo(expected);
            assertThat(Wire.protonDecode(encoded).getBody())
                    .as("seed %d, message %d", seed, i)
                    .isNotNull();
        }
    }

    private static Map<String, Object> contents(CarrickMessage message) throws JMSException {
        Map<String, Object> contents = new LinkedHashMap<>();
        contents.put("class", message.getClass());
        contents.put("id", message.getJMSMessageID());
        contents.put("correlation", message.getJMSCorrelationID());
        contents.put("type", message.getJMSType());
        contents.put("replyTo", message.getJMSReplyTo());
        contents.put("mode", message.getJMSDeliveryMode());
        contents.put("priority", message.getJMSPriority());
        contents.put("timestamp", message.getJMSTimestamp());
        if (message.getJMSDestination() != null) {
            contents.put("destination", message.getJMSDestination().toString());
        }
        contents.remove("destination", Wire.CONSUMED.toString());
        for (Object name : Collections.list(message.getPropertyNames())) {
            contents.put("property " + name, message.getObjectProperty((String) name));
        }
        contents.remove("property JMSXDeliveryCount");
        contents.put("body", body(message));
        return contents;
    }

    private static String body(Message message) throws JMSException {
        if (!(message instanceof StreamMessage stream)) {
            return plain(message.getBody(Object.class));
        }
        stream.reset();
        List<Object> values = new ArrayList<>();
        try {
            while (true) {
                values.add(plain(stream.readObject()));
            }
        } catch (MessageEOFException end) {
            return values.toString();
        }
    }

    private static String plain(Object value) {
        if (value instanceof byte[] bytes) {
            return java.util.HexFormat.of().formatHex(bytes);
        }
        if (value instanceof Map<?, ?> map) {
            StringBuilder entries = new StringBuilder();
            map.forEach((name, entry) ->
                    entries.append(name).append('=').append(plain(entry)).append(';'));
            return entries.toString();
        }
        return value == null ? "null" : value.getClass().getSimpleName() + ":" + value;
    }
}
