package io.carrick.broker.record;

import io.carrick.broker.MessageAttributes;
import java.nio.ByteBuffer;

/** Names a half message: the id counts within its producer group. */
public record HalfKey(String group, String id) {
    /** The half message that a message is part of. */
    public static HalfKey of(MessageAttributes attributes) {
        return new HalfKey(attributes.producerGroup(), attributes.halfId());
    }

    int size() {
        return Text.of(group).size() + Text.of(id).size();
    }

    void write(ByteBuffer target) {
        Text.of(group).write(target);
        Text.of(id).write(target);
    }

    static HalfKey read(ByteBuffer source) {
        return new HalfKey(Text.read(source), Text.read(source));
    }
}
