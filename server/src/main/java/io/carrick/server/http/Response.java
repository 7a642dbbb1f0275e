package io.carrick.server.http;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;

/** An answer. */
public record Response(HttpResponseStatus status, String contentType, byte[] body) {
    /** Plain text. */
    public static Response text(HttpResponseStatus status, String text) {
        return new Response(status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    /** The object as JSON. */
    public static Response json(HttpResponseStatus status, Object value) {
        return new Response(status, "application/json", Json.bytes(value));
    }

    /** The object as JSON with status 200. */
    public static Response ok(Object value) {
        return json(HttpResponseStatus.OK, value);
    }
}
