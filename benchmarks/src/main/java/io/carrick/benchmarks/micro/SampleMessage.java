package io.carrick.benchmarks.micro;

import io.carrick.amqp.message.MalformedMessageException;
import io.carrick.amqp.message.MessageDecoder;
import io.carrick.broker.Message;
import java.util.Arrays;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.messaging.ApplicationProperties;
import org.apache.qpid.proton.amqp.messaging.Data;
import org.apache.qpid.proton.amqp.messaging.MessageAnnotations;

/** The message that the benchmarks work with: what a JMS client sends for a durable bytes message with properties. */
final class SampleMessage {
    static final long NOW = 1_800_000_000_000L;
    static final int BODY_BYTES = 1024;

    private static final int ENCODED_MAX = 2 * BODY_BYTES;

    private SampleMessage() {}

    /**
     * The payload of its transfer.
     *
     * @param shard value of the property that selectors look for
     */
    static byte[] payload(int shard) {
        org.apache.qpid.proton.message.Message message = org.apache.qpid.proton.message.Message.Factory.create();
        message.setDurable(true);
        message.setMessageId("ID:AMQP_UUID:0f2f4f0c-6a1e-4a7c-9d63-3f1a0a7d8c11:1:1:1-" + shard);
        message.setAddress("orders");
        message.setCreationTime(new Date(NOW).getTime());
        message.setMessageAnnotations(new MessageAnnotations(
                Map.of(Symbol.valueOf("x-opt-jms-dest"), (byte) 0, Symbol.valueOf("x-opt-jms-msg-type"), (byte) 3)));
        Map<String, Object> properties = new HashMap<>();
        properties.put("shard", shard);
        properties.put("colour", "green");
        properties.put("weight", 250);
        message.setApplicationProperties(new ApplicationProperties(properties));
        message.setBody(new Data(new Binary(new byte[BODY_BYTES])));
        byte[] encoded = new byte[ENCODED_MAX];
        return Arrays.copyOf(encoded, message.encode(encoded, 0, encoded.length));
    }

    /** It as the broker holds it. */
    static Message message(int shard) throws MalformedMessageException {
        byte[] payload = payload(shard);
        return MessageDecoder.decode(payload, 0, payload.length, NOW).builder().build();
    }
}
