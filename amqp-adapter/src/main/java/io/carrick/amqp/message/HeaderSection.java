package io.carrick.amqp.message;

import io.carrick.broker.Message;

/**
 * What a sender's header says that the broker acts on (AMQP 1.0 part 3, section 3.2.1).
 *
 * @param durable false if not said
 * @param priority 4 if not said
 * @param ttlMillis 0 if not said
 */
record HeaderSection(boolean durable, int priority, long ttlMillis) {
    /** What a message without header has. */
    static final HeaderSection DEFAULT = new HeaderSection(false, Message.DEFAULT_PRIORITY, 0);

    private static final int FIELDS = 5;

    /** Reads the header's list. */
    static HeaderSection read(ValueReader reader) throws MalformedMessageException {
        int fields = reader.enterList();
        if (fields > FIELDS) {
            throw reader.malformed(reader.position(), "a header has at most 5 fields, not " + fields);
        }
        boolean durable = fields > 0 && Boolean.TRUE.equals(field(reader, "durable", Boolean.FALSE));
        int priority = fields > 1 ? ((Number) field(reader, "priority", (short) DEFAULT.priority)).intValue() : 4;
        long ttl = fields > 2 ? (Long) field(reader, "ttl", 0L) : 0;
        if (fields > 3) {
            field(reader, "first-acquirer", Boolean.FALSE);
        }
        if (fields > 4) {
            field(reader, "delivery-count", 0L);
        }
        reader.leave();
        return new HeaderSection(durable, priority, ttl);
    }

    /** Reads a field whose Java type is that of its default. */
    private static Object field(ValueReader reader, String name, Object otherwise) throws MalformedMessageException {
        int start = reader.position();
        int constructor = reader.peek();
        Object value = reader.readJavaValue();
        if (constructor == Constructors.NULL) {
            return otherwise;
        }
        boolean right = otherwise instanceof Boolean
                ? Constructors.isBoolean(constructor)
                : otherwise instanceof Short ? constructor == Constructors.UBYTE : Constructors.isUint(constructor);
        if (!right) {
            throw reader.malformed(start, name + " cannot have constructor " + ValueReader.hex(constructor));
        }
        return value;
    }
}
