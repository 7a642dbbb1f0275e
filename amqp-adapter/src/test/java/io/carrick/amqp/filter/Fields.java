package io.carrick.amqp.filter;

import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.UnsignedByte;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.UnsignedLong;
import org.apache.qpid.proton.amqp.UnsignedShort;

/** Fields of an imaginary message. */
final class Fields implements MessageFields {
    private final Map<String, Object> values = new HashMap<>();

    /** Names as in SQL filters: h.priority, p.group-id, m.x-opt-lane; others are application properties. */
    static Fields of(Object... namesAndValues) {
        Fields fields = new Fields();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.values.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return fields;
    }

    /** A message with something in every field, of the types that proton-j decodes. */
    static Fields sample() {
        Fields fields = of(
                "country",
                Symbol.valueOf("UK"),
                "city",
                "London",
                "description",
                "This is a test message",
                "product_id",
                Symbol.valueOf("ABC_123"),
                "weight",
                UnsignedShort.valueOf((short) 5),
                "price",
                10.5,
                "quantity",
                UnsignedInteger.valueOf(100),
                "discount",
                0.25,
                "temperature",
                -5,
                "score",
                UnsignedLong.valueOf(0),
                "huge",
                UnsignedLong.valueOf("18446744073709551615"),
                "distance",
                1.2E6f,
                "tiny_value",
                3.5E-4,
                "active",
                true,
                "premium",
                false,
                "percentage",
                UnsignedByte.valueOf((byte) 75),
                "letter",
                'x',
                "bytes",
                new Binary(new byte[] {1, 2, (byte) 0xFF}),
                "when",
                new Date(1_000),
                "order-status",
                "pending",
                "order status",
                "open",
                "a[b]",
                "brackets",
                "and",
                "reserved",
                "x.y",
                "dotted",
                "list",
                java.util.List.of(1));
        fields.values.put("h.durable", true);
        fields.values.put("h.priority", UnsignedByte.valueOf((byte) 7));
        fields.values.put("h.ttl", UnsignedInteger.valueOf(60_000));
        fields.values.put("m.lane", 3);
        fields.values.put("m.x-opt-lane", "fast");
        fields.values.put("p.message-id", "id-123");
        fields.values.put("p.user-id", new Binary("some user ID".getBytes(StandardCharsets.UTF_8)));
        fields.values.put("p.to", "to some queue");
        fields.values.put("p.subject", "some subject");
        fields.values.put("p.reply-to", "reply to some topic");
        fields.values.put("p.correlation-id", UnsignedLong.valueOf(789));
        fields.values.put("p.content-type", Symbol.valueOf("text/plain"));
        fields.values.put("p.content-encoding", Symbol.valueOf("deflate"));
        fields.values.put("p.absolute-expiry-time", new Date(1_311_999_988_888L));
        fields.values.put("p.creation-time", new Date(1_311_704_463_521L));
        fields.values.put("p.group-id", "some group ID");
        fields.values.put("p.group-sequence", UnsignedInteger.valueOf(999));
        fields.values.put("p.reply-to-group-id", "other group ID");
        return fields;
    }

    @Override
    public Object header(String field) {
        return values.get("h." + field);
    }

    @Override
    public Object property(String field) {
        return values.get("p." + field);
    }

    @Override
    public Object applicationProperty(String key) {
        return values.get(key);
    }

    @Override
    public Object messageAnnotation(String key) {
        return values.get("m." + key);
    }

    @Override
    public long timestamp() {
        return 5_000;
    }

    @Override
    public Object get(String identifier) {
        return identifier.equals("JMSType") ? property("subject") : applicationProperty(identifier);
    }
}
