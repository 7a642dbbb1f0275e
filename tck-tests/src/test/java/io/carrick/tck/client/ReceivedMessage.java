package io.carrick.tck.client;

import java.util.Map;

/** A message as a client library showed it. */
public final class ReceivedMessage {
    private final ClientReceiver receiver;
    private final Map<String, String> fields;

    ReceivedMessage(ClientReceiver receiver, Map<String, String> fields) {
        this.receiver = receiver;
        this.fields = fields;
    }

    String delivery() {
        return fields.get("delivery");
    }

    /** The body as {@code type:value}, such as {@code string:hello} or {@code data:cafe}. */
    public String body() {
        return fields.get("m.body");
    }

    /** The text of a string body. */
    public String text() {
        String body = body();
        if (!body.startsWith("string:")) {
            throw new AssertionError("not a string body: " + body);
        }
        return body.substring("string:".length());
    }

    /** A field of header, properties or body by its wire name, such as {@code subject}; null when absent. */
    public String field(String name) {
        return fields.get("m." + name);
    }

    /** An application property as {@code type:value}; null when absent. */
    public String property(String name) {
        return fields.get("m.p." + name);
    }

    /** A message annotation as {@code type:value}; null when absent. */
    public String annotation(String name) {
        return fields.get("m.a." + name);
    }

    /** A delivery annotation as {@code type:value}; null when absent, or when the library has none. */
    public String deliveryAnnotation(String name) {
        return fields.get("m.d." + name);
    }

    /** An element of a map or list body as {@code type:value}; null when absent. */
    public String element(String name) {
        return fields.get("m.body." + name);
    }

    /** Earlier failed attempts. */
    public int deliveryCount() {
        return Integer.parseInt(fields.get("m.delivery-count"));
    }

    /** Accepts and settles. */
    public void accept() {
        receiver.settle(this, Map.of("outcome", "accepted"));
    }

    /** Accepts in a transaction. */
    public void accept(ClientTransaction transaction) {
        receiver.settle(this, Map.of("txn", transaction.name()));
    }

    /** Rejects. */
    public void reject() {
        receiver.settle(this, Map.of("outcome", "rejected"));
    }

    /** Releases. */
    public void release() {
        receiver.settle(this, Map.of("outcome", "released"));
    }

    /** Modifies with delivery-failed. */
    public void fail() {
        receiver.settle(this, Map.of("outcome", "modified", "failed", "true"));
    }

    /** Modifies with undeliverable-here. */
    public void undeliverableHere() {
        receiver.settle(this, Map.of("outcome", "modified", "undeliverable", "true"));
    }
}
