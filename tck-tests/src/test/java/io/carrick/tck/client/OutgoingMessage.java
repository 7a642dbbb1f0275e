package io.carrick.tck.client;

import java.util.LinkedHashMap;
import java.util.Map;

/** A message to send. Values are {@code type:value}, the types being those that the agents know. */
public final class OutgoingMessage {
    private final Map<String, String> fields = new LinkedHashMap<>();

    private OutgoingMessage() {}

    /** A durable message with a string body. */
    public static OutgoingMessage text(String text) {
        return body("string:" + text);
    }

    /** A durable message with this body. */
    public static OutgoingMessage body(String typedValue) {
        return new OutgoingMessage().put("body", typedValue);
    }

    /** A durable message with a data section of this many bytes, the byte at i being i modulo 251. */
    public static OutgoingMessage sized(long bytes) {
        return new OutgoingMessage().put("size", String.valueOf(bytes));
    }

    /** An element of a map or list body. */
    public OutgoingMessage element(String name, String typedValue) {
        return put("body." + name, typedValue);
    }

    /** An application property. */
    public OutgoingMessage property(String name, String typedValue) {
        return put("p." + name, typedValue);
    }

    /** A message annotation. */
    public OutgoingMessage annotation(String name, String typedValue) {
        return put("a." + name, typedValue);
    }

    /** A field of header or properties by its wire name, such as {@code priority} or {@code group-id}. */
    public OutgoingMessage field(String name, String value) {
        return put(name, value);
    }

    private OutgoingMessage put(String name, String value) {
        fields.put("m." + name, value);
        return this;
    }

    Map<String, String> fields() {
        return fields;
    }
}
