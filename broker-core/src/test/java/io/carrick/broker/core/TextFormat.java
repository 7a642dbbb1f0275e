package io.carrick.broker.core;

import io.carrick.broker.FilterSpec;
import io.carrick.broker.InvalidFilterException;
import io.carrick.broker.Message;
import io.carrick.broker.MessageFilter;
import io.carrick.broker.MessageFormat;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Message contents for tests: lines of {@code name=value}, then the text. */
final class TextFormat implements MessageFormat {
    /** Messages that contain this cannot be decoded. */
    volatile String failing;

    @Override
    public Object property(Message message, String identifier) {
        if (failing != null && text(message).contains(failing)) {
            throw new IllegalStateException("cannot be decoded");
        }
        for (String line : text(message).split("\n")) {
            if (line.startsWith(identifier + "=")) {
                return line.substring(identifier.length() + 1);
            }
        }
        return null;
    }

    @Override
    public String keys(Message message) {
        return (String) property(message, "KEYS");
    }

    @Override
    public String messageId(String written) {
        return written.startsWith("ID:") ? written : "ID:" + written;
    }

    @Override
    public MessageFilter compile(FilterSpec filter) throws InvalidFilterException {
        throw new InvalidFilterException("no such language: " + filter.language());
    }

    @Override
    public byte[] annotate(byte[] encoded, Map<String, Object> annotations) {
        StringBuilder lines = new StringBuilder();
        annotations.forEach(
                (name, value) -> lines.append(name).append('=').append(value).append('\n'));
        return (lines + new String(encoded, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] withoutExpiry(byte[] encoded) {
        return encoded;
    }

    @Override
    public byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String text(Message message) {
        return new String(message.encoded(), StandardCharsets.UTF_8);
    }
}
