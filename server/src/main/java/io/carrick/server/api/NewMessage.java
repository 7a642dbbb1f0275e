package io.carrick.server.api;

import java.util.Map;

/**
 * A message to send, as JSON.
 *
 * @param body text
 * @param durable null: true
 * @param priority null: 4
 * @param timeToLiveMillis null: for ever
 * @param kind queue or topic; null: what the address is
 */
public record NewMessage(
        String body,
        String messageId,
        String correlationId,
        String subject,
        String contentType,
        Map<String, Object> properties,
        Boolean durable,
        Integer priority,
        Long timeToLiveMillis,
        String kind) {}
