package io.carrick.jms.config;

import java.util.Map;

/**
 * How a WebSocket is opened (AMQP WebSocket binding 1.0).
 *
 * @param path null for that of the URI
 * @param headers of the upgrade request, additional ones
 * @param frameSizeMax in bytes, of one WebSocket frame received
 */
public record WebSocketSettings(String path, Map<String, String> headers, int frameSizeMax) {
    public WebSocketSettings {
        headers = Map.copyOf(headers);
    }

    /** Headers may carry secrets. */
    @Override
    public String toString() {
        return "WebSocketSettings[path=" + path + ", headers=" + headers.keySet() + ", frameSizeMax=" + frameSizeMax
                + "]";
    }
}
