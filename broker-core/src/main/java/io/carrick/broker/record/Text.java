package io.carrick.broker.record;

import io.carrick.store.index.MessageIndex;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A string in its form on disk, encoded once. */
final class Text {
    private static final int MAX_BYTES = Short.MAX_VALUE;
    private static final Text NULL = new Text(null);

    private final byte[] utf8;

    private Text(byte[] utf8) {
        this.utf8 = utf8;
    }

    /** @throws IllegalArgumentException if it takes more than 32,767 bytes */
    static Text of(String value) {
        if (value == null) {
            return NULL;
        }
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "text of " + bytes.length + " bytes is longer than " + MAX_BYTES + ": " + value.substring(0, 40));
        }
        return new Text(bytes);
    }

    int size() {
        return Short.BYTES + (utf8 == null ? 0 : utf8.length);
    }

    /** By {@link MessageIndex#hash(byte[])}; not of null. */
    long hash() {
        return MessageIndex.hash(utf8);
    }

    void write(ByteBuffer target) {
        if (utf8 == null) {
            target.putShort((short) -1);
        } else {
            target.putShort((short) utf8.length).put(utf8);
        }
    }

    static String read(ByteBuffer source) {
        int length = source.getShort();
        if (length < 0) {
            return null;
        }
        byte[] bytes = new byte[length];
        source.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
